#include "app/demo/demo.hpp"

#include "app/demo/history.hpp"
#include "app/demo/stories.hpp"
#include "base/crypto.hpp"
#include "base/ids.hpp"
#include "base/password_hash.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <map>
#include <vector>

namespace keydesk::app {

namespace {

struct DemoAgent {
    std::string_view name, email, locale;
    desk::Role role;
};
constexpr std::array kAgents{
    DemoAgent{"苏雅", kDemoEmail, "zh-CN", desk::Role::admin},
    DemoAgent{"Li Wei", "liwei@demo.keydesk.example", "en", desk::Role::lead},
    DemoAgent{"Maya Chen", "maya@demo.keydesk.example", "en", desk::Role::agent},
};

struct DemoLabel {
    std::string_view name, color;
};
constexpr std::array kLabels{
    DemoLabel{"转账", "#2563eb"},
    DemoLabel{"冒充客服", "#dc2626"},
    DemoLabel{"授权", "#d97706"},
    DemoLabel{"手续费", "#059669"},
};

struct DemoReply {
    std::string_view shortcut, title, body, locale;
};
constexpr std::array kReplies{
    DemoReply{
        "hash",
        "请提供交易哈希",
        "您好 {{customer.name}}，请把这笔转账的交易哈希（0x 开头或 64 "
        "位字符）发给我，我马上核对链上状态。",
        "zh-CN"},
    DemoReply{
        "hash-en",
        "Ask for the hash",
        "Hi {{customer.name}}, please send me the transaction hash and I will check it on chain "
        "right away.",
        "en"},
    DemoReply{
        "safe",
        "安全提醒",
        "提醒您：我们绝不会索要助记词、私钥、验证码或任何付款。凡是索要的都是骗子。",
        "zh-CN"},
    DemoReply{
        "safe-en",
        "Safety reminder",
        "A reminder: we will never ask for your recovery phrase, private key, a code or a payment. "
        "Anybody who does is a scammer.",
        "en"},
    DemoReply{
        "thanks",
        "结束语",
        "不客气，{{customer.name}}。还有问题随时在这里找我们。——{{agent.name}}",
        "zh-CN"},
};

desk::AuditEntry by_system(Time at, std::string action)
{
    return {.at = at, .actor = "system", .action = std::move(action), .object = "demo"};
}

std::string title_of(const Story& story)
{
    return story.locale == "zh-CN" ? "链桥钱包" : "LinkBridge Wallet";
}

/// Plays the stories into a desk whose clock stands where each line was said.
class Teller {
public:
    explicit Teller(House& house)
        : house_{house},
          now_{house.clock.now()},
          clock_{now_},
          store_{*house.database, clock_},
          desk_{store_, feed_, house.sealer.fingerprint("content", "message")}
    {
    }

    Task<Result<void>> settle();
    Task<Result<void>> tell(const Story& story);
    /// What was before the stories.
    Task<Result<void>> look_back() { return fill_demo_history(house_, inbox_, agents_); }

private:
    Task<Result<void>> add_agents();
    Task<Result<void>> say(const Line& line, const Story& story, std::string& conversation);
    desk::Face face(int agent) const
    {
        auto at = static_cast<std::size_t>(std::max(agent, 0));
        return {agents_.at(at), std::string{kAgents.at(at).name}};
    }

    House& house_;
    Time now_;
    ManualClock clock_;
    store::Store store_;
    desk::Feed feed_;
    desk::Desk desk_;
    std::string inbox_;
    std::vector<std::string> agents_;
    std::map<std::string, std::string, std::less<>> labels_;
    desk::Visitor visitor_;
};

Task<Result<void>> Teller::add_agents()
{
    Secret password{demo_password(house_)};
    auto hash = co_await house_.compute.run([&] { return hash_password(password); });
    if (!hash) co_return fail(hash.error());
    if (!*hash) co_return fail(hash->error());
    for (const auto& agent : kAgents) {
        agents_.push_back(new_id(now_));
        desk::NewAgent fresh{
            .id = agents_.back(),
            .name = std::string{agent.name},
            .email = std::string{agent.email},
            .role = agent.role,
            .password_hash = **hash,
            .locale = std::string{agent.locale},
            .created_at = now_};
        auto made = co_await house_.accounts->create_agent(fresh, by_system(now_, "agent.created"));
        if (!made) co_return made;
    }
    co_return Result<void>{};
}

Task<Result<void>> Teller::settle()
{
    auto opened = co_await store_.open();
    if (!opened) co_return opened;
    auto staffed = co_await add_agents();
    if (!staffed) co_return staffed;
    inbox_ = new_id(now_);
    desk::InboxSettings inbox{
        .id = inbox_,
        .key = "demo",
        .name = "链桥钱包",
        .greeting =
            {{"zh-CN", "您好！请告诉我们遇到了什么问题，真人客服会在这里回复您。"},
             {"en", "Hello! Tell us what happened and a real person will answer you here."}},
        .created_at = now_};
    auto doored = co_await house_.accounts->add_inbox(inbox, by_system(now_, "inbox.created"));
    if (!doored) co_return doored;
    for (const auto& label : kLabels) {
        desk::LabelSettings fresh{new_id(now_), std::string{label.name}, std::string{label.color}};
        labels_[fresh.name] = fresh.id;
        auto made = co_await house_.accounts->add_label(fresh, by_system(now_, "label.created"));
        if (!made) co_return made;
    }
    for (const auto& reply : kReplies) {
        desk::SavedReply fresh{
            .id = new_id(now_),
            .shortcut = std::string{reply.shortcut},
            .title = std::string{reply.title},
            .body = std::string{reply.body},
            .locale = std::string{reply.locale},
            .created_at = now_};
        auto made =
            co_await house_.accounts->add_saved_reply(fresh, by_system(now_, "reply.created"));
        if (!made) co_return made;
    }
    co_return Result<void>{};
}

Task<Result<void>> Teller::say(const Line& line, const Story& story, std::string& conversation)
{
    clock_.advance(now_ - std::chrono::minutes{line.minutes_before_now} - clock_.now());
    if (line.who == 'c') {
        desk::Incoming incoming{
            .inbox = inbox_,
            .customer = visitor_.customer.id,
            .visitor = visitor_.id,
            .client_id = new_id(clock_.now()),
            .text = guard::RawText{std::string{line.text}},
            .locale = std::string{story.locale}};
        auto accepted = co_await desk_.accept(std::move(incoming));
        if (!accepted) co_return fail(accepted.error());
        conversation = accepted->posted.message->conversation;
        co_return Result<void>{};
    }
    desk::Draft draft{
        .conversation = conversation,
        .kind = line.who == 'n' ? "note" : "reply",
        .agent = face(story.agent),
        .client_id = new_id(clock_.now()),
        .text = guard::RawText{std::string{line.text}},
        .force = true};
    auto written = co_await desk_.write(std::move(draft));
    if (!written) co_return fail(written.error());
    co_return co_await desk_.agent_read(conversation, visitor_.customer.id, face(story.agent));
}

Task<Result<void>> Teller::tell(const Story& story)
{
    clock_.advance(
        now_ - std::chrono::minutes{story.lines.front().minutes_before_now + 2} - clock_.now());
    desk::NewVisitor fresh{
        .inbox = inbox_,
        .token_hash = token_hash(random_token()),
        .name = std::string{story.name},
        .locale = std::string{story.locale},
        .device = std::string{story.device}};
    auto made = co_await store_.create(std::move(fresh));
    if (!made) co_return fail(made.error());
    visitor_ = std::move(*made);
    auto seen = co_await store_.seen(
        visitor_.customer.id, "", "", std::string{story.page}, title_of(story));
    if (!seen) co_return seen;

    std::string conversation;
    for (const auto& line : story.lines) {
        auto said = co_await say(line, story, conversation);
        if (!said) co_return said;
    }
    desk::Change change{.priority = std::string{story.priority}};
    if (story.agent >= 0) change.assignee = face(story.agent).id;
    if (!story.label.empty()) change.labels = {labels_.find(story.label)->second};
    if (story.status != "open") change.status = std::string{story.status};
    co_return co_await desk_.change(
        conversation, visitor_.customer.id, face(story.agent), std::move(change));
}

}  // namespace

std::string demo_password(const House& house)
{
    auto path = house.folder.path() / "demo-password";
    std::string password;
    std::ifstream{path} >> password;
    if (!password.empty()) return password;
    password = random_token(9);
    std::ofstream{path} << password << "\n";
    std::filesystem::permissions(
        path, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    return password;
}

Task<Result<void>> fill_demo(House& house)
{
    auto agents = co_await house.accounts->agents();
    if (!agents) co_return fail(agents.error());
    if (!agents->empty()) co_return Result<void>{};
    Teller teller{house};
    auto settled = co_await teller.settle();
    if (!settled) co_return settled;
    for (const auto& story : stories()) {
        auto told = co_await teller.tell(story);
        if (!told) co_return told;
    }
    auto remembered = co_await teller.look_back();
    if (!remembered) co_return remembered;
    // The desk counts its changes from what the stories left.
    co_return co_await house.store->open();
}

}  // namespace keydesk::app
