#pragma once

#include "base/clock.hpp"
#include "base/task.hpp"
#include "desk/channels/channel.hpp"
#include "net/http_client.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/json/value.hpp>

#include <chrono>
#include <expected>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace keydesk::weixin {

/// Why a call gave nothing.
struct Fault {
    int code = 0;                             ///< The platform's errcode; 0: it said none.
    int status = 0;                           ///< HTTP's, when that was the trouble.
    ErrorKind kind = ErrorKind::unavailable;  ///< As Result<T> would say it.
    bool nothing_done = false;                ///< The platform surely did not do what was asked.
    std::string detail = {};                  ///< For operators: no secret, no customer's text.
    std::string said = {};  ///< errmsg, which changes from call to call: shown, never judged.
};

/// What a call gave.
struct Answer {
    boost::json::value value;  ///< Null when it is no JSON: then it is a file.
    net::HttpReply reply;
};

using Called = std::expected<Answer, Fault>;

/// What is asked; the access token is put in by the client.
struct Call {
    std::string path;        ///< "/cgi-bin/message/custom/send"
    std::string query = {};  ///< "&type=image"
    std::string body = {};   ///< Empty: GET. JSON as raw UTF-8: \u escapes give errcode 40033.
    std::string type = "application/json; charset=utf-8";
    std::size_t limit = 4 << 20;
    bool file = false;  ///< The answer may be something else than JSON.
};

struct ApiSettings {
    std::string root;  ///< "https://api.weixin.qq.com", without a slash at the end.
    std::string proxy = {};
    std::chrono::milliseconds deadline{10'000};
    std::string
        identity;  ///< Whose tokens: a digest of the credentials, so that none outlives them.
};

/// The platform's JSON calls, and the one owner of the access token they need: it is asked for
/// once however many wait, kept over restarts, renewed five minutes before its end and, when the
/// platform refuses it (40001, 40014, 42001), once more before the call is made a second time.
///
/// Lives on the io thread; `http` and `inlet` outlive it.
class Api {
public:
    /// How a token is asked for; `anew`: the platform is to make a new one.
    using AskToken = std::function<net::HttpAsk(bool anew)>;

    Api(net::HttpClient& http, desk::Inlet& inlet, ApiSettings settings, AskToken ask_token);

    Task<Called> call(Call call);
    /// A URL that an answer named: no token is sent there.
    Task<Called> get(std::string url, std::size_t limit);
    /// Whether the credentials are good: a token as it is remembered, or a new one.
    Task<std::expected<void, Fault>> try_token();

    const ApiSettings& settings() const noexcept { return settings_; }

private:
    using Token = std::expected<std::string, Fault>;

    Task<Token> token(std::string refused);
    Task<Token> renew(std::string refused);
    Task<Token> ask(bool anew);
    Task<void> recall();
    Task<Called> once(const Call* call, std::string token);

    net::HttpClient& http_;
    desk::Inlet& inlet_;
    ApiSettings settings_;
    AskToken ask_token_;
    std::string token_;
    Time good_until_{}, forced_at_{};
    bool recalled_ = false;
    std::shared_ptr<boost::asio::steady_timer> asking_;  ///< Ends when the asking ends.
};

/// Reads the answer to a call. `file`: it may be something else than JSON, and a customer's file
/// that is JSON is no answer of the platform's.
Called read_answer(net::HttpReply reply, bool file);

}  // namespace keydesk::weixin
