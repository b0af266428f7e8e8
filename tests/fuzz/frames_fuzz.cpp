// What customers and agents send as text: chat frames, signed identities, JSON bodies, search
// words.
#include "api/chat/frames.hpp"
#include "api/chat/session.hpp"
#include "api/wire.hpp"
#include "desk/desk.hpp"
#include "store/files/sniff.hpp"
#include "text/segment.hpp"

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace keydesk {
namespace {

void require(bool promise)
{
    if (!promise) std::abort();
}

struct Shape {
    std::string name;
    std::optional<std::int64_t> number;
    std::optional<std::vector<std::string>> list;
};
BOOST_DESCRIBE_STRUCT(Shape, (), (name, number, list))

void read_everything(std::string_view text)
{
    auto frames = api::chat::read_frames(text);
    if (frames) {
        for (const auto& frame : *frames) {
            require(!frame.type().empty());
            (void)frame.text("body");
            (void)frame.texts("att");
            (void)frame.number("seq");
            auto pieces = api::chat::read_pieces(frame);
            if (!pieces) continue;
            for (const auto& piece : *pieces) {
                auto body = guard::SafeText::restored(std::string(piece.size % 64, 'x'));
                (void)guard::without(body, piece.spans, guard::Locale::zh);
            }
        }
    }
    (void)api::chat::read_identity(text, "secret", from_millis(1));
    api::Faults faults;
    auto shape = api::read<Shape>(text, faults);
    // What was read can be written and read again.
    if (shape) require(api::read<Shape>(api::write(*shape), faults).has_value());
}

void search_everything(std::string_view text)
{
    auto terms = text::terms(text);
    (void)text::fts_query(terms);
    (void)text::index_tokens(text);
    (void)text::highlight(text, terms);
    // Whoever looks for the whole text finds it in itself.
    if (desk::code_points(text) && terms.size() < 12)
        require(text::matches(text::fold(text), terms));
    (void)store::sniff(text, true);
    (void)store::sniff(text, false);
}

}  // namespace
}  // namespace keydesk

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    std::string_view text{reinterpret_cast<const char*>(data), size};
    keydesk::read_everything(text);
    keydesk::search_everything(text);
    return 0;
}
