#include "channels/wechat/gate.hpp"

#include "base/crypto.hpp"
#include "channels/wechat/wire.hpp"
#include "channels/weixin/text.hpp"

#include <array>
#include <chrono>
#include <utility>

namespace keydesk::wechat {

using namespace std::chrono_literals;

namespace {

/// The platform tries for 15 seconds; the rest is for clocks that go wrong.
constexpr auto kFresh = 1h;
constexpr std::size_t kMostSignatures = 10'000;

std::string_view of(const desk::HookCall& call, std::string_view name)
{
    auto found = call.query.find(name);
    return found == call.query.end() ? std::string_view{} : std::string_view{found->second};
}

bool encrypted(const desk::HookCall& call)
{
    return of(call, "encrypt_type") == "aes";
}

}  // namespace

Gate::Gate(GateSettings settings) : settings_{std::move(settings)} {}

Result<std::string> Gate::verify(const desk::HookCall& call) const
{
    auto good = check_signature(call);
    if (!good) return fail(good.error());
    return std::string{of(call, "echostr")};
}

Result<Gate::Opened> Gate::open(const desk::HookCall& call, Time now)
{
    auto good = check_signature(call);
    if (!good) return fail(good.error());
    auto seconds = weixin::number_of(of(call, "timestamp").substr(0, 12), 0);
    auto age = now - Time{std::chrono::seconds{seconds}};
    if (age > kFresh || age < -kFresh) {
        return fail(ErrorKind::denied, "signed more than an hour from our time");
    }
    if (encrypted(call) && settings_.key) {
        auto message = open_sealed(call);
        if (!message) return fail(message.error());
        return Opened{std::move(*message), true};
    }
    if (encrypted(call)) return fail(ErrorKind::denied, "encrypted, but no EncodingAESKey is set");
    if (settings_.mode == Mode::safe) {
        return fail(ErrorKind::denied, "not encrypted, but the mode is set to safe");
    }
    if (another_body(call)) return fail(ErrorKind::denied, "a signature used for another body");
    auto message = weixin::read_xml(call.body);
    if (!message) return fail(message.error());
    return Opened{std::move(*message), false};
}

Result<weixin::XmlMessage> Gate::open_sealed(const desk::HookCall& call) const
{
    auto outer = weixin::read_xml(call.body);
    if (!outer) return fail(outer.error());
    auto sealed = outer->get("Encrypt");
    auto wanted = weixin::signature_of(
        {settings_.token.reveal(), of(call, "timestamp"), of(call, "nonce"), sealed});
    if (sealed.empty() || !equal_secret(wanted, of(call, "msg_signature"))) {
        return fail(ErrorKind::denied, "the signature of the encrypted message is wrong");
    }
    auto text = settings_.key->open(sealed);
    if (!text) return fail(text.error());
    return weixin::read_xml(*text);
}

Result<void> Gate::check_signature(const desk::HookCall& call) const
{
    auto wanted =
        weixin::signature_of({settings_.token.reveal(), of(call, "timestamp"), of(call, "nonce")});
    if (equal_secret(wanted, of(call, "signature"))) return {};
    return fail(ErrorKind::denied, "the signature is wrong");
}

bool Gate::another_body(const desk::HookCall& call)
{
    auto digest = hex(sha256(call.body));
    auto [place, fresh] = bodies_.try_emplace(std::string{of(call, "signature")}, digest);
    if (!fresh) return place->second != digest;
    oldest_.push_back(place->first);
    if (oldest_.size() > kMostSignatures) {
        bodies_.erase(oldest_.front());
        oldest_.pop_front();
    }
    return false;
}

desk::HookReply Gate::answer(const std::string& xml, bool encrypted, Time now) const
{
    constexpr auto kType = "application/xml; charset=utf-8";
    if (!encrypted || !settings_.key) return {.body = xml, .type = kType};
    std::array<unsigned char, 16> random{};
    fill_random(random);
    auto sealed =
        settings_.key->seal(xml, {reinterpret_cast<const char*>(random.data()), random.size()});
    auto timestamp = std::to_string(millis(now) / 1000);
    auto nonce = random_token(12);
    auto signature = weixin::signature_of({settings_.token.reveal(), timestamp, nonce, sealed});
    return {.body = wire::envelope(sealed, signature, timestamp, nonce), .type = kType};
}

}  // namespace keydesk::wechat
