#include "net/imap_client.hpp"

#include "net/base64.hpp"
#include "net/imap_words.hpp"

#include <algorithm>
#include <utility>

namespace keydesk::net {

namespace {

using imap::Response;
using imap::Value;
using std::chrono::milliseconds;

constexpr std::size_t kLongestWords = 200;
/// A chunk of silence while IDLE must not look like the end of the session.
constexpr milliseconds kDonePatience{30'000};

/// The server's own words, fit for an operator's eyes.
std::string shown(std::string_view text)
{
    std::string out;
    for (char c : text.substr(0, kLongestWords)) {
        auto byte = static_cast<unsigned char>(c);
        out += byte < 0x20 || byte == 0x7F ? ' ' : c;
    }
    return out;
}

Error refused(const Response& end, ErrorKind kind)
{
    if (end.name == "BAD")
        return {ErrorKind::bad_reply, "the server does not know: " + shown(end.text)};
    // RFC 5530.
    if (end.code == "UNAVAILABLE" || end.code == "INUSE" || end.code == "LIMIT" ||
        end.code == "SERVERBUG") {
        kind = ErrorKind::unavailable;
    }
    if (end.code == "NONEXISTENT" || end.code == "TRYCREATE") kind = ErrorKind::not_found;
    auto code = end.code.empty() ? std::string{} : "[" + shown(end.code) + "] ";
    return {kind, "the server refuses: " + code + shown(end.text)};
}

std::string folder_word(const std::string& folder)
{
    return *imap::quoted(imap::mailbox_name(folder));
}

std::uint32_t small(std::optional<std::uint64_t> number)
{
    return static_cast<std::uint32_t>(number.value_or(0) & 0xFFFFFFFFU);
}

std::optional<ImapFace> read_face(const Response& one)
{
    if (one.name != "FETCH") return std::nullopt;
    const auto* uid = one.item("UID");
    const auto* size = one.item("RFC822.SIZE");
    const auto* date = one.item("INTERNALDATE");
    if (uid == nullptr || size == nullptr) return std::nullopt;
    ImapFace face{.uid = small(uid->number()), .size = size->number().value_or(0), .came_at = {}};
    if (date != nullptr) face.came_at = imap::read_date_time(date->text);
    return face;
}

}  // namespace

std::string xoauth2_words(const MailLogin& login)
{
    return "user=" + login.user + "\x01" + "auth=Bearer " + login.secret.reveal() + "\x01\x01";
}

std::string plain_words(const MailLogin& login)
{
    return std::string(1, '\0') + login.user + std::string(1, '\0') + login.secret.reveal();
}

ImapClient::ImapClient(DialTo server, Security security)
    : server_{std::move(server)},
      security_{security}
{
}

ImapClient::~ImapClient() = default;

void ImapClient::learn(const Response& response)
{
    auto add = [this](const std::vector<Value>& words) {
        capabilities_.clear();
        for (const auto& word : words) capabilities_.insert(imap::upper(word.text));
    };
    if (response.name == "CAPABILITY") add(response.values);
    if (response.code == "CAPABILITY") add(response.code_values);
    if (response.name == "EXISTS" && response.number) {
        if (*response.number > exists_) news_ = true;
        exists_ = *response.number;
    }
    if (response.name == "EXPUNGE" && exists_ > 0) --exists_;
}

Task<Result<Response>> ImapClient::next(milliseconds limit)
{
    while (true) {
        auto response = reader_.next();
        if (!response) co_return fail(response.error());
        if (*response) {
            learn(**response);
            co_return std::move(**response);
        }
        auto bytes = co_await stream_->receive(limit);
        if (!bytes) co_return fail(bytes.error());
        if (bytes->empty()) {
            co_return fail(ErrorKind::unavailable, "no answer in time from " + server_.where());
        }
        reader_.feed(*bytes);
    }
}

Task<Result<ImapClient::Answer>> ImapClient::finish(std::string tag)
{
    Answer answer;
    while (true) {
        auto response = co_await next(patience);
        if (!response) co_return fail(response.error());
        if (response->tag == tag) {
            answer.end = std::move(*response);
            co_return answer;
        }
        if (response->name == "BYE") {
            auto said = "the server says goodbye: " + shown(response->text);
            co_return fail(ErrorKind::unavailable, std::move(said));
        }
        answer.data.push_back(std::move(*response));
    }
}

Task<Result<ImapClient::Answer>> ImapClient::command(std::string words)
{
    auto tag = new_tag();
    auto line = tag + " " + words + "\r\n";
    auto sent = co_await stream_->send(std::move(line), patience);
    if (!sent) co_return fail(sent.error());
    co_return co_await finish(std::move(tag));
}

Task<Result<void>> ImapClient::connect()
{
    auto opened = co_await LineStream::open(server_);
    if (!opened) co_return fail(opened.error());
    stream_ = std::move(*opened);
    if (security_ == Security::tls) {
        auto secured = co_await stream_->secure();
        if (!secured) co_return secured;
    }
    auto greeting = co_await next(patience);
    if (!greeting) co_return fail(greeting.error());
    if (greeting->name != "OK" && greeting->name != "PREAUTH") {
        co_return fail(refused(*greeting, ErrorKind::unavailable));
    }
    if (security_ == Security::starttls) {
        auto answer = co_await command("STARTTLS");
        if (!answer) co_return fail(answer.error());
        if (!answer->ok()) co_return fail(ErrorKind::bad_reply, "the server offers no STARTTLS");
        // What was said before in the clear is not believed (RFC 9051, section 6.2.1).
        reader_ = imap::Reader{};
        capabilities_.clear();
        auto secured = co_await stream_->secure();
        if (!secured) co_return secured;
    }
    co_return co_await ask_capabilities();
}

Task<Result<void>> ImapClient::ask_capabilities()
{
    auto answer = co_await command("CAPABILITY");
    if (!answer) co_return fail(answer.error());
    if (!answer->ok()) co_return fail(refused(answer->end, ErrorKind::bad_reply));
    co_return Result<void>{};
}

bool ImapClient::can(std::string_view capability) const
{
    return capabilities_.contains(capability);
}

Task<Result<void>> ImapClient::say_id()
{
    if (!can("ID")) co_return Result<void>{};
    auto answer = co_await command(R"(ID ("name" "Keydesk" "vendor" "Keydesk"))");
    if (!answer) co_return fail(answer.error());
    co_return Result<void>{};
}

Task<Result<ImapClient::Answer>> ImapClient::authenticate(std::string mechanism, std::string words)
{
    auto coded = base64(words);
    bool at_once = can("SASL-IR");
    auto tag = new_tag();
    auto line = tag + " AUTHENTICATE " + mechanism + (at_once ? " " + coded : "") + "\r\n";
    auto sent = co_await stream_->send(std::move(line), patience);
    if (!sent) co_return fail(sent.error());
    while (true) {
        auto response = co_await next(patience);
        if (!response) co_return fail(response.error());
        if (response->tag == tag) co_return Answer{.data = {}, .end = std::move(*response)};
        if (response->name == "BYE") co_return fail(refused(*response, ErrorKind::unavailable));
        if (response->tag != "+") continue;
        // The second "+" of XOAUTH2 is the reason of a refusal; an empty line asks for the rest.
        auto more = (std::exchange(at_once, true) ? std::string{} : coded) + "\r\n";
        auto said = co_await stream_->send(std::move(more), patience);
        if (!said) co_return fail(said.error());
    }
}

Task<Result<void>> ImapClient::login(MailLogin login)
{
    auto told = co_await say_id();
    if (!told) co_return told;
    auto user = imap::quoted(login.user);
    auto secret = imap::quoted(login.secret.reveal());
    Result<Answer> answer = fail(ErrorKind::internal, "no way to log in");
    if (login.bearer) {
        answer = co_await authenticate("XOAUTH2", xoauth2_words(login));
    } else if (can("AUTH=PLAIN") || !user || !secret) {
        answer = co_await authenticate("PLAIN", plain_words(login));
    } else {
        answer = co_await command("LOGIN " + *user + " " + *secret);
    }
    if (!answer) co_return fail(answer.error());
    if (!answer->ok()) co_return fail(refused(answer->end, ErrorKind::denied));
    auto asked = co_await ask_capabilities();
    if (!asked) co_return asked;
    co_return co_await say_id();
}

Task<Result<ImapMailbox>> ImapClient::select(std::string folder)
{
    exists_ = 0;
    auto answer = co_await command("SELECT " + folder_word(folder));
    if (!answer) co_return fail(answer.error());
    if (!answer->ok()) co_return fail(refused(answer->end, ErrorKind::not_found));
    ImapMailbox box;
    for (const auto& one : answer->data) {
        if (one.code_values.empty()) continue;
        auto number = small(one.code_values.front().number());
        if (one.code == "UIDVALIDITY") box.uid_validity = number;
        if (one.code == "UIDNEXT") box.uid_next = number;
    }
    box.read_only = answer->end.code == "READ-ONLY";
    news_ = false;
    co_return box;
}

Task<Result<std::vector<std::uint32_t>>> ImapClient::search(
    std::uint32_t first, std::optional<Time> since)
{
    auto words = "UID SEARCH UID " + std::to_string(first) + ":*";
    if (since) words += " SINCE " + imap::date_of(*since);
    news_ = false;
    auto answer = co_await command(std::move(words));
    if (!answer) co_return fail(answer.error());
    if (!answer->ok()) co_return fail(refused(answer->end, ErrorKind::unavailable));
    std::vector<std::uint32_t> uids;
    for (const auto& one : answer->data) {
        if (one.name != "SEARCH") continue;
        for (const auto& value : one.values) {
            auto uid = small(value.number());
            // "n:*" holds the last mail also when its UID is below n.
            if (uid >= first) uids.push_back(uid);
        }
    }
    std::ranges::sort(uids);
    uids.erase(std::ranges::unique(uids).begin(), uids.end());
    co_return uids;
}

Task<Result<std::vector<ImapFace>>> ImapClient::look(std::vector<std::uint32_t> uids)
{
    std::vector<ImapFace> faces;
    if (uids.empty()) co_return faces;
    auto words = "UID FETCH " + imap::sequence_set(uids) + " (UID RFC822.SIZE INTERNALDATE)";
    auto answer = co_await command(std::move(words));
    if (!answer) co_return fail(answer.error());
    if (!answer->ok()) co_return fail(refused(answer->end, ErrorKind::unavailable));
    for (const auto& one : answer->data) {
        auto face = read_face(one);
        if (face && std::ranges::binary_search(uids, face->uid)) faces.push_back(*face);
    }
    std::ranges::sort(faces, {}, &ImapFace::uid);
    co_return faces;
}

Task<Result<std::optional<std::string>>> ImapClient::fetch(
    std::uint32_t uid, std::optional<std::size_t> most)
{
    auto part = most ? "<0." + std::to_string(*most) + ">" : std::string{};
    auto words = "UID FETCH " + std::to_string(uid) + " (UID BODY.PEEK[]" + part + ")";
    auto answer = co_await command(std::move(words));
    if (!answer) co_return fail(answer.error());
    if (!answer->ok()) co_return fail(refused(answer->end, ErrorKind::unavailable));
    for (auto& one : answer->data) {
        if (one.name != "FETCH") continue;
        const auto* got = one.item("UID");
        if (got == nullptr || got->number() != uid) continue;
        const auto* body = one.item("BODY[]<0>");
        if (body == nullptr) body = one.item("BODY[]");
        if (body != nullptr && body->kind == Value::Kind::text) co_return std::optional{body->text};
    }
    co_return std::optional<std::string>{};
}

Task<Result<void>> ImapClient::mark_seen(std::uint32_t uid)
{
    auto words = "UID STORE " + std::to_string(uid) + " +FLAGS.SILENT (\\Seen)";
    auto answer = co_await command(std::move(words));
    if (!answer) co_return fail(answer.error());
    if (!answer->ok()) co_return fail(refused(answer->end, ErrorKind::unavailable));
    co_return Result<void>{};
}

Task<Result<ImapClient::Answer>> ImapClient::transfer(
    std::string verb, std::uint32_t uid, std::string folder)
{
    auto place = folder_word(folder);
    auto words = "UID " + verb + " " + std::to_string(uid) + " " + place;
    auto answer = co_await command(words);
    if (!answer || answer->end.code != "TRYCREATE") co_return answer;
    auto made = co_await command("CREATE " + place);
    if (!made) co_return fail(made.error());
    co_return co_await command(words);
}

Task<Result<void>> ImapClient::move(std::uint32_t uid, std::string folder)
{
    bool can_move = can("MOVE");
    auto moved = co_await transfer(can_move ? "MOVE" : "COPY", uid, std::move(folder));
    if (!moved) co_return fail(moved.error());
    if (!moved->ok()) co_return fail(refused(moved->end, ErrorKind::not_found));
    if (can_move) co_return Result<void>{};
    auto number = std::to_string(uid);
    auto marked = co_await command("UID STORE " + number + " +FLAGS.SILENT (\\Deleted)");
    if (!marked) co_return fail(marked.error());
    // A bare EXPUNGE would also end what others have marked.
    if (!marked->ok() || !can("UIDPLUS")) co_return Result<void>{};
    auto gone = co_await command("UID EXPUNGE " + number);
    if (!gone) co_return fail(gone.error());
    co_return Result<void>{};
}

Task<Result<bool>> ImapClient::wait_for_news(milliseconds time)
{
    auto end = std::chrono::steady_clock::now() + time;
    while (!news_) {
        auto left =
            std::chrono::duration_cast<milliseconds>(end - std::chrono::steady_clock::now());
        if (left <= milliseconds{0}) co_return false;
        auto bytes = co_await stream_->receive(left);
        if (!bytes) co_return fail(bytes.error());
        reader_.feed(*bytes);
        while (true) {
            auto response = reader_.next();
            if (!response) co_return fail(response.error());
            if (!*response) break;
            learn(**response);
            if ((*response)->name == "BYE") {
                co_return fail(ErrorKind::unavailable, "the server says goodbye");
            }
        }
    }
    co_return true;
}

Task<Result<bool>> ImapClient::idle(milliseconds time)
{
    if (std::exchange(news_, false)) co_return true;
    auto tag = new_tag();
    auto sent = co_await stream_->send(tag + " IDLE\r\n", patience);
    if (!sent) co_return fail(sent.error());
    while (true) {
        auto response = co_await next(patience);
        if (!response) co_return fail(response.error());
        if (response->tag == "+") break;
        if (response->tag == tag) co_return fail(refused(response.value(), ErrorKind::unavailable));
    }
    auto came = co_await wait_for_news(time);
    if (!came) co_return came;
    auto done = co_await stream_->send("DONE\r\n", kDonePatience);
    if (!done) co_return fail(done.error());
    auto ended = co_await finish(std::move(tag));
    if (!ended) co_return fail(ended.error());
    co_return std::exchange(news_, false) || *came;
}

Task<void> ImapClient::leave()
{
    if (!stream_) co_return;
    auto ignored = co_await command("LOGOUT");
    (void)ignored;
    stream_->close();
}

}  // namespace keydesk::net
