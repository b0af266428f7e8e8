#include "app/application.hpp"
#include "app/commands/admin.hpp"
#include "app/commands/doctor.hpp"
#include "app/commands/guard.hpp"
#include "app/commands/history.hpp"
#include "app/commands/mail.hpp"
#include "app/commands/text.hpp"
#include "app/commands/tx.hpp"
#include "app/settings.hpp"
#include "store/backup.hpp"

#include <malloc.h>
#include <sodium.h>
#include <CLI/CLI.hpp>

#include <csignal>
#include <iostream>

namespace keydesk::app {

namespace {

struct ServeOptions {
    std::string config, data, web, public_url, lmtp;
    std::vector<std::string> listen, nodes, webhook_allow;
    std::vector<std::uint16_t> webhook_ports;
    bool no_limits = false;
};

void add_serve_options(CLI::App& command, ServeOptions& options)
{
    command.add_option("--config", options.config, "Settings file (TOML)");
    command.add_option("--data", options.data, "Data folder (default: data)");
    command.add_option(
        "--listen", options.listen, "ADDR:PORT, or tls://ADDR:PORT; may be repeated");
    command.add_option("--public-url", options.public_url, "Where customers reach this server");
    command.add_option("--lmtp", options.lmtp, "Where mail is handed over: PATH or ADDR:PORT");
    command.add_option("--node", options.nodes, "CHAIN=URL of a node; may be repeated");
    command
        .add_option(
            "--webhook-allow",
            options.webhook_allow,
            "ADDRESS or BLOCK, not public, that webhooks may go to; may be repeated")
        ->allow_extra_args(false);
    command
        .add_option(
            "--webhook-port", options.webhook_ports, "A further port for webhooks; may be repeated")
        ->allow_extra_args(false);
    command.add_flag("--no-limits", options.no_limits, "No rate limits: for measuring only");
}

/// Command line over file over defaults.
Result<Settings> settings_of(const ServeOptions& options)
{
    Settings settings;
    if (!options.config.empty()) {
        auto read = read_settings(options.config, settings);
        if (!read) return fail(read.error());
    }
    if (!options.data.empty()) settings.data = options.data;
    if (!options.public_url.empty()) settings.public_url = options.public_url;
    if (!options.lmtp.empty()) settings.lmtp = options.lmtp;
    if (options.no_limits) settings.limits = false;
    for (const auto& text : options.webhook_allow) {
        if (!net::Network::parse(text)) {
            return fail(ErrorKind::invalid_input, "--webhook-allow is an address or a block");
        }
        settings.webhook_allow.push_back(text);
    }
    for (auto port : options.webhook_ports) settings.webhook_ports.push_back(port);
    for (const auto& text : options.nodes) {
        auto node = read_node(text);
        if (!node) return fail(node.error());
        settings.nodes.push_back(std::move(*node));
    }
    if (options.listen.empty()) return settings;
    settings.listen.clear();
    for (const auto& text : options.listen) {
        auto listen = read_listen(text);
        if (!listen) return fail(listen.error());
        settings.listen.push_back(*listen);
    }
    return settings;
}

int serve_with(const ServeOptions& options, bool demo)
{
    auto settings = settings_of(options);
    if (!settings) {
        std::cerr << settings.error().what << "\n";
        return 2;
    }
    return serve(*settings, demo);
}

int say(const Result<void>& result, const std::string& done)
{
    if (result) {
        std::cout << done << "\n";
        return 0;
    }
    std::cerr << result.error().what << "\n";
    return 1;
}

void add_tx(CLI::App& app, TxOptions& options, int& code)
{
    auto* tx = app.add_subcommand("tx", "What the chains say of a transaction or an address");
    tx->require_subcommand(1);
    auto* explain = tx->add_subcommand("explain", "Why it is where it is: docs/diagnosis.md");
    // One value each: what follows is the text.
    explain->add_option("--node", options.nodes, "CHAIN=URL; may be repeated")
        ->allow_extra_args(false);
    explain->add_option("--memory", options.memory, "File of what was seen before (JSON Lines)");
    explain->add_option(
        "text", options.texts, "Hash, address or link; none: one a line from stdin");
    explain->callback([&] { code = tx_explain(options, std::cin, std::cout, std::cerr); });
}

void add_deliver(CLI::App& mail, DeliverOptions& options, int& code)
{
    auto* deliver =
        mail.add_subcommand("deliver", "A mail from stdin to the running desk, for an MTA's pipe");
    deliver->add_option("--recipient", options.recipient, "Its address")->required();
    deliver->add_option("--sender", options.sender, "The envelope's sender");
    deliver->add_option("--lmtp", options.lmtp, "Where the desk listens: PATH or ADDR:PORT")
        ->default_val("data/lmtp.sock");
    deliver->callback([&] { code = mail_deliver(options, std::cin, std::cerr); });
}

void add_mail(CLI::App& app, MailOptions& options, DeliverOptions& delivery, int& code)
{
    auto* mail = app.add_subcommand("mail", "Read and deliver mail");
    mail->require_subcommand(1);
    auto* parse =
        mail->add_subcommand("parse", "A mail in, JSON out: docs/channels/email-parsing.md");
    parse->add_option("--inbox", options.inboxes, "An address of ours; may be repeated");
    parse->add_option(
        "--authserv-id",
        options.authserv_ids,
        "A receiver whose Authentication-Results count; may be repeated");
    parse->callback([&] {
        std::ios::sync_with_stdio(false);
        code = mail_parse(options, std::cin, std::cout, std::cerr);
    });
    add_deliver(*mail, delivery, code);
}

void add_text(CLI::App& app, long long& now, int& code)
{
    auto* text = app.add_subcommand("text", "Read customers' words");
    text->require_subcommand(1);
    auto* facts =
        text->add_subcommand("facts", "JSON Lines in, facts with places out: docs/playbooks.md");
    facts->add_option(
        "--now", now, "Milliseconds since 1970, for \"yesterday\"; default: the clock");
    facts->callback([&] {
        if (now < 0) now = millis(SystemClock{}.now());
        code = text_facts(std::cin, std::cout, std::cerr, now);
    });
    text->add_subcommand("classify", "JSON Lines in, playbooks out: docs/playbooks.md")
        ->callback([&] { code = text_classify(std::cin, std::cout, std::cerr); });
}

void add_history(CLI::App& app, ImportOptions& in, ExportOptions& out, int& code)
{
    auto* put = app.add_subcommand("import", "Take over what another desk has exported");
    put->add_option("source", in.source, "chatwoot, zammad, zendesk or freescout")->required();
    put->add_option(
           "file",
           in.file,
           "The export: JSON, JSON Lines, a ZIP of them with attachments, or a folder")
        ->required();
    put->add_option("--data", in.data, "Data folder");
    put->add_option("--inbox", in.inbox, "Key of the inbox it goes to (default: the first)");
    put->add_flag("--dry-run", in.dry, "Only say what would come of it");
    put->callback([&] { code = import_command(in, std::cout, std::cerr); });

    auto* get = app.add_subcommand("export", "Write what the desk holds to stdout");
    get->add_option("what", out.what, "conversations, customers or messages (default)");
    get->add_option("--data", out.data, "Data folder");
    get->add_option("--format", out.format, "jsonl (default) or csv")
        ->check(CLI::IsMember({"jsonl", "csv"}));
    get->add_option("--customer", out.customer, "Id of a customer: everything there is of him");
    get->callback([&] { code = export_command(out, std::cout, std::cerr); });
}

int run(int argc, char** argv)
{
    CLI::App app{"Keydesk: the customer-support desk for self-custody wallets"};
    app.require_subcommand(1);
    ServeOptions options;
    int code = 0;

    auto* serve_command = app.add_subcommand("serve", "Start the desk");
    add_serve_options(*serve_command, options);
    serve_command->callback([&] { code = serve_with(options, false); });

    auto* demo = app.add_subcommand("demo", "Start with sample data and a sample wallet site");
    add_serve_options(*demo, options);
    demo->callback([&] { code = serve_with(options, true); });

    std::string data = "data", file;
    auto* backup =
        app.add_subcommand("backup", "Copy everything into one file, also while serving");
    backup->add_option("file", file, "The new file")->required();
    backup->add_option("--data", data, "Data folder");
    backup->callback([&] { code = say(store::backup(data, file), "backed up to " + file); });

    auto* restore = app.add_subcommand("restore", "Fill an empty data folder from a backup");
    restore->add_option("file", file, "The backup")->required();
    restore->add_option("--data", data, "Data folder");
    restore->callback([&] { code = say(store::restore(data, file), "restored into " + data); });

    AdminOptions account;
    auto* admin = app.add_subcommand("admin", "Make and reset agents while no server runs");
    admin->require_subcommand(1);
    auto* create = admin->add_subcommand("create", "Make an agent");
    auto* reset = admin->add_subcommand("reset", "Give an agent a new password");
    for (auto* command : {create, reset}) {
        command->add_option("--data", account.data, "Data folder");
        command->add_option("--email", account.email, "E-mail address")->required();
        command->add_flag(
            "--password-stdin", account.password_stdin, "Read the password instead of making one");
    }
    create->add_option("--name", account.name, "Name that customers see");
    create->add_option("--role", account.role, "agent, lead or admin");
    create->add_option("--locale", account.locale, "en or zh-CN");
    create->callback([&] { code = admin_create(account, std::cin, std::cout, std::cerr); });
    reset->callback([&] { code = admin_reset(account, std::cin, std::cout, std::cerr); });

    auto* doctor_command = app.add_subcommand("doctor", "Look the data folder over");
    doctor_command->add_option("--data", data, "Data folder");
    doctor_command->callback([&] { code = doctor(data, std::cout); });

    auto* guard = app.add_subcommand("guard", "Find secrets in text");
    guard->require_subcommand(1);
    guard->add_subcommand("scan", "JSON Lines in, JSON Lines out: docs/guard.md")->callback([&] {
        std::ios::sync_with_stdio(false);
        code = guard_scan(std::cin, std::cout);
    });

    ImportOptions importing;
    ExportOptions exporting;
    add_history(app, importing, exporting, code);
    TxOptions lookup;
    add_tx(app, lookup, code);
    long long now = -1;
    add_text(app, now, code);
    MailOptions mail;
    DeliverOptions delivery;
    add_mail(app, mail, delivery, code);

    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : 2;
    }
    return code;
}

}  // namespace

}  // namespace keydesk::app

int main(int argc, char** argv)
{
    // Halves the work of SQLite under load: glibc would give the heap's top back to the system and
    // take it again with every statement (docs/performance.md).
    mallopt(M_TRIM_THRESHOLD, 128 << 20);
    mallopt(M_TOP_PAD, 1 << 20);
    std::signal(SIGPIPE, SIG_IGN);
    if (sodium_init() < 0) return 1;
    return keydesk::app::run(argc, argv);
}
