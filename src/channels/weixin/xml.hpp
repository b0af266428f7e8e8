#pragma once

#include "base/result.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace keydesk::weixin {

/// A callback's XML as names and texts: "FromUserName" → "oUser_1".
class XmlMessage {
public:
    /// The first of that name; empty when there is none. What stands deeper is named by its way
    /// down from the root: "ScanCodeInfo/ScanResult".
    std::string_view get(std::string_view path) const noexcept;
    bool has(std::string_view path) const noexcept;

    void add(std::string path, std::string text);
    const std::vector<std::pair<std::string, std::string>>& texts() const noexcept
    {
        return texts_;
    }

private:
    std::vector<std::pair<std::string, std::string>> texts_;
};

/// Reads the platform's little dialect: one root, elements without attributes, text or CDATA.
///
/// A parser of the whole language would bring what must not be here: DTDs, external entities and
/// processing instructions, by which an SDK of the platform was once read out (XXE). So `<!` begins
/// nothing but CDATA, there are the five entities of XML and no others, an attribute is an error.
/// At most 1 MiB, 500 elements, seven deep (photo events need five). What comes out is valid UTF-8
/// without control characters but tab and line break; a broken byte becomes U+FFFD, since a
/// customer should not lose his message by one. Errors: `invalid_input`.
Result<XmlMessage> read_xml(std::string_view bytes);

/// "<![CDATA[…]]>", also when the text itself holds "]]>".
std::string cdata(std::string_view text);

}  // namespace keydesk::weixin
