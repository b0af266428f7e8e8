#pragma once

#include "tests/kit/raw_server.hpp"

#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace keydesk::kit {

/// The server's end of a protocol of lines, with what was heard kept for the test.
class LinePeer {
public:
    explicit LinePeer(RawPeer& peer) : peer_{peer} {}

    void say(std::string_view text) { peer_.say(text); }
    /// One line without its CRLF; "" when the client has left.
    std::string line()
    {
        while (!have_.contains('\n')) {
            if (!more()) return {};
        }
        auto end = have_.find('\n');
        auto text = have_.substr(0, end);
        have_.erase(0, end + 1);
        if (text.ends_with('\r')) text.pop_back();
        return text;
    }
    /// Everything to the line with a dot alone, dots undone.
    std::string data()
    {
        std::string all;
        for (auto text = line(); text != "."; text = line()) {
            if (text.empty() && gone_) break;
            if (text.starts_with('.')) text.erase(0, 1);
            all += text + "\r\n";
        }
        return all;
    }
    bool gone() const noexcept { return gone_; }

private:
    bool more()
    {
        char bytes[4096];
        auto size = ::recv(peer_.socket(), bytes, sizeof bytes, 0);
        if (size > 0) have_.append(bytes, static_cast<std::size_t>(size));
        gone_ = size <= 0;
        return size > 0;
    }

    RawPeer& peer_;
    std::string have_;
    bool gone_ = false;
};

}  // namespace keydesk::kit
