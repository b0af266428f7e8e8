#pragma once

// What tests of the WeChat family need: an inlet that keeps all in memory, and a platform whose
// answers are told to it.

#include "desk/channels/channel.hpp"
#include "net/http_client.hpp"
#include "tests/kit/finish.hpp"
#include "tests/kit/loopback.hpp"

#include <algorithm>
#include <deque>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

namespace keydesk::kit {

class MemoryInlet final : public desk::Inlet {
public:
    Task<Result<desk::Entered>> accept(desk::Arrival arrival) override
    {
        if (!refusals.empty()) {
            auto refusal = refusals.front();
            refusals.pop_front();
            co_return fail(refusal, "told to refuse");
        }
        bool repeated = !ids.insert(arrival.external_id).second;
        if (!repeated) arrivals.push_back(arrival);
        co_return desk::Entered{.repeated = repeated};
    }
    Task<Result<void>> note(desk::Notice notice) override
    {
        notices.push_back(std::move(notice));
        co_return Result<void>{};
    }
    Task<Result<void>> quarantine(
        std::string, std::string raw, std::string, std::string, std::string) override
    {
        quarantined.push_back(std::move(raw));
        co_return Result<void>{};
    }
    Task<Result<std::string>> recall(std::string key) override { co_return memory[key]; }
    Task<Result<void>> remember(std::string key, std::string value) override
    {
        memory[key] = std::move(value);
        co_return Result<void>{};
    }
    Task<Result<std::string>> make_link(std::string, std::string) override
    {
        co_return std::string{"abcdefghijklmnopqrstuv"};
    }
    void working() override { troubles.clear(); }
    void failing(std::string code, std::string) override { troubles.push_back(std::move(code)); }
    const Clock& clock() const noexcept override { return time; }
    const std::string& public_url() const noexcept override { return url; }
    std::vector<std::string> own_names() const override { return {}; }

    std::vector<desk::Arrival> arrivals;
    std::vector<desk::Notice> notices;
    std::vector<std::string> quarantined;
    std::set<std::string> ids;
    std::map<std::string, std::string> memory;
    std::deque<ErrorKind> refusals;  ///< What accept() answers first.
    std::vector<std::string> troubles;
    std::string url = "https://support.example";
    ManualClock time;
};

/// Answers what it is told, in order, and remembers what it was asked.
class ToldPlatform {
public:
    struct Asked {
        std::string path, token, body, type;
    };

    ToldPlatform()
        : house_{[this](net::Router& router) {
              for (auto method : {net::Method::get, net::Method::post}) {
                  router.on(
                      method, "/*rest", [this](net::Request& request) { return answer(request); });
              }
          }}
    {
    }
    std::string url() const { return "http://127.0.0.1:" + std::to_string(house_.port()); }

    void says(std::string path, std::string body, int status = 200, net::Headers headers = {})
    {
        std::scoped_lock lock{mutex_};
        told_[std::move(path)].push_back({status, std::move(body), std::move(headers)});
    }
    std::vector<Asked> asked(std::string_view path = {})
    {
        std::scoped_lock lock{mutex_};
        std::vector<Asked> found;
        for (const auto& one : asked_)
            if (path.empty() || one.path == path) found.push_back(one);
        return found;
    }

private:
    struct Told {
        int status;
        std::string body;
        net::Headers headers;
    };

    Task<net::Response> answer(net::Request& request)
    {
        auto body = co_await request.body(32 << 20);
        std::scoped_lock lock{mutex_};
        asked_.push_back(
            {request.path,
             request.query("access_token").value_or(""),
             body.value_or(""),
             std::string{request.header("content-type")}});
        auto& told = told_[request.path];
        Told say{200, R"({"errcode":0,"errmsg":"ok"})", {}};
        if (request.path.ends_with("token") && told.empty()) {
            say.body =
                R"({"access_token":"T)" + std::to_string(++tokens_) + R"(","expires_in":7200})";
        }
        if (!told.empty()) {
            say = told.front();
            told.pop_front();
        }
        auto response = net::text(say.status, say.body, "application/json");
        for (const auto& [name, value] : say.headers) response.headers.set(name, value);
        co_return response;
    }

    std::mutex mutex_;
    std::map<std::string, std::deque<Told>> told_;
    std::vector<Asked> asked_;
    int tokens_ = 0;
    net::test::House house_;
};

}  // namespace keydesk::kit
