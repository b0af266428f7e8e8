#pragma once

// A server of chat completions, written from the published description of the OpenAI API: what it
// says is decided by the test, well or badly.

#include "tests/kit/raw_server.hpp"

#include <boost/json.hpp>

#include <functional>
#include <mutex>
#include <string>
#include <vector>

namespace keydesk::kit {

class FakeModel {
public:
    /// The bytes of the whole answer; empty: none comes, and the connection stays open.
    using Answer = std::function<std::string(const std::string& body)>;

    static std::string http(int status, const std::string& body, const std::string& more = "")
    {
        return "HTTP/1.1 " + std::to_string(status) +
               " Whatever\r\nContent-Type: application/json\r\nContent-Length: " +
               std::to_string(body.size()) + "\r\n" + more + "\r\n" + body;
    }
    static std::string says(const std::string& content, const std::string& why = "stop")
    {
        boost::json::object message{{"role", "assistant"}, {"content", content}};
        boost::json::object choice{
            {"index", 0}, {"message", std::move(message)}, {"finish_reason", why}};
        boost::json::array choices;
        choices.push_back(std::move(choice));
        boost::json::object whole{
            {"id", "chatcmpl-1"}, {"object", "chat.completion"}, {"choices", std::move(choices)}};
        return http(200, boost::json::serialize(whole));
    }
    /// The document that a draft or a translation is asked for with.
    static boost::json::value asked(const std::string& body)
    {
        auto whole = boost::json::parse(body);
        return boost::json::parse(whole.at("messages").at(1).at("content").as_string());
    }

    void answer(Answer next)
    {
        std::scoped_lock lock{mutex_};
        answer_ = std::move(next);
    }
    std::string url() const { return server_.url() + "/v1"; }
    std::vector<std::string> heads() const
    {
        std::scoped_lock lock{mutex_};
        return heads_;
    }
    std::vector<std::string> bodies() const
    {
        std::scoped_lock lock{mutex_};
        return bodies_;
    }

private:
    void serve(RawPeer& peer)
    {
        for (auto head = peer.head(); !head.empty(); head = peer.head()) {
            auto at = head.find("Content-Length: ");
            std::size_t length = at == std::string::npos ? 0 : std::stoul(head.substr(at + 16));
            std::string body;
            while (body.size() < length) {
                auto more = peer.take(length - body.size());
                if (more.empty()) return;
                body += more;
            }
            Answer answer;
            {
                std::scoped_lock lock{mutex_};
                heads_.push_back(head);
                bodies_.push_back(body);
                answer = answer_;
            }
            auto text = answer(body);
            if (text.empty()) return peer.hang();
            peer.say(text);
            if (text.contains("Connection: close")) return;
        }
    }

    mutable std::mutex mutex_;
    Answer answer_ = [](const std::string&) { return says("ok"); };
    std::vector<std::string> heads_, bodies_;
    RawServer server_{[this](RawPeer& peer) { serve(peer); }};
};

}  // namespace keydesk::kit
