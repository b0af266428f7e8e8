#pragma once

#include "base/clock.hpp"
#include "net/server.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <chrono>
#include <cstdint>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace keydesk::kit {

/// A node of no chain, which says what a test wants and fails as it wants. It lives on the test's
/// own io thread, so a test may change everything at any time.
class FakeNode {
public:
    enum class Fault {
        none,
        hang,
        limited,
        server_error,
        html,
        truncated,
        not_asked,  ///< Ids of somebody else.
        doubled,    ///< One id twice.
        short_list,
        no_lists,
        deep,
        huge,
        denied
    };

    explicit FakeNode(boost::asio::io_context& io)
    {
        net::Router router;
        auto answer = [this](net::Request& request) { return serve(request); };
        router.on(net::Method::post, "/*rest", answer);
        router.on(net::Method::get, "/*rest", answer);
        net::ServerSettings settings;
        settings.listen.front().port = 0;
        server_.emplace(io, std::move(router), std::move(settings));
        if (auto up = server_->listen(); !up) throw std::runtime_error(up.error().what);
    }

    std::uint16_t port() const { return server_->bound().front().port; }
    std::string url() const { return "http://127.0.0.1:" + std::to_string(port()); }
    std::string name() const { return "127.0.0.1:" + std::to_string(port()); }

    std::size_t count(std::string_view method) const
    {
        auto found = asked.find(method);
        return found == asked.end() ? 0 : found->second;
    }
    void says(std::string method, boost::json::value result)
    {
        results[std::move(method)] = std::move(result);
    }

    Fault fault = Fault::none;
    std::chrono::milliseconds delay{0};
    std::int64_t chain_id = 1;
    std::int64_t height = 100;
    Time head_time = ManualClock{}.now();
    std::map<std::string, boost::json::value, std::less<>> results;  ///< What it knows else.
    std::map<std::string, std::string, std::less<>> pages;           ///< REST: texts by path.
    std::string password;                                            ///< Basic, encoded; or none.
    std::map<std::string, std::size_t, std::less<>> asked;
    std::size_t requests = 0;

private:
    using Answer = Task<net::Response>;

    Answer serve(net::Request& request)
    {
        ++requests;
        auto body = co_await request.body(1 << 20);
        if (fault == Fault::hang) co_await sleep_for(std::chrono::hours{1});
        if (delay.count() > 0) co_await sleep_for(delay);
        if (auto broken = broken_answer()) co_return std::move(*broken);
        if (request.method == net::Method::get) co_return page(request.path);
        if (fault == Fault::denied || request.header("authorization") != password) {
            co_return net::empty(401);
        }
        co_return call(body.value_or(""));
    }

    std::optional<net::Response> broken_answer() const
    {
        if (fault == Fault::limited) return net::problem(429).with_header("Retry-After", "30");
        if (fault == Fault::server_error) return net::text(502, "<html>Bad gateway</html>");
        if (fault == Fault::html) return net::text(200, "<html>Welcome</html>");
        if (fault == Fault::truncated) return net::text(200, R"([{"jsonrpc":"2.0","id":1,"resu)");
        if (fault == Fault::deep) return net::text(200, std::string(100'000, '['));
        if (fault == Fault::huge) return net::text(200, "[" + std::string(5 << 20, ' ') + "]");
        return std::nullopt;
    }

    net::Response page(const std::string& path)
    {
        ++asked[path];
        auto found = pages.find(path);
        if (found == pages.end()) return net::text(404, "Transaction not found");
        return net::text(200, found->second);
    }

    net::Response call(const std::string& body)
    {
        boost::system::error_code failed;
        auto value = boost::json::parse(body, failed);
        if (failed) return net::empty(400);
        if (auto* one = value.if_object()) return net::json(200, write(reply(*one)));
        if (fault == Fault::no_lists) {
            return net::json(200, R"({"jsonrpc":"2.0","id":null,"error":{"code":-32600}})");
        }
        boost::json::array list;
        for (auto& one : value.as_array()) list.push_back(reply(one.as_object()));
        if (fault == Fault::doubled) list.front() = list.back();
        if (fault == Fault::short_list) list.pop_back();
        return net::json(200, write(list));
    }

    boost::json::value reply(const boost::json::object& ask)
    {
        std::string method{ask.at("method").as_string()};
        ++asked[method];
        auto id = ask.at("id").to_number<std::int64_t>();
        if (fault == Fault::not_asked) id += 1000;
        boost::json::object out{{"jsonrpc", "2.0"}, {"id", id}};
        auto known = results.find(method);
        if (known != results.end()) {
            const auto* object = known->second.if_object();
            bool refuses = object != nullptr && object->contains("refuse");
            out[refuses ? "error" : "result"] = refuses ? object->at("refuse") : known->second;
        } else if (method == "eth_chainId") {
            out["result"] = hex(chain_id);
        } else if (method == "eth_getBlockByNumber") {
            out["result"] = {{"number", hex(height)}, {"timestamp", hex(millis(head_time) / 1000)}};
        } else {
            out["error"] = {{"code", -32601}, {"message", "no such method"}};
        }
        return out;
    }

    static std::string write(const boost::json::value& value)
    {
        return boost::json::serialize(value);
    }
    static std::string hex(std::int64_t number)
    {
        char text[24];
        std::snprintf(text, sizeof text, "0x%llx", static_cast<unsigned long long>(number));
        return text;
    }

    std::optional<net::Server> server_;
};

}  // namespace keydesk::kit
