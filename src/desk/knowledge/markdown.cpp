#include "desk/knowledge/markdown.hpp"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>

#include <algorithm>
#include <cstdlib>
#include <memory>

namespace keydesk::desk {

namespace {

struct FreeNode {
    void operator()(cmark_node* node) const { cmark_node_free(node); }
};
using Tree = std::unique_ptr<cmark_node, FreeNode>;

struct FreeText {
    void operator()(char* text) const { std::free(text); }
};

// Safe is the default of cmark: raw HTML and dangerous schemes are left out, should one of the
// rules below ever miss them.
constexpr int kOptions = CMARK_OPT_DEFAULT | CMARK_OPT_VALIDATE_UTF8;

Tree read(const std::string& markdown)
{
    cmark_gfm_core_extensions_ensure_registered();
    std::unique_ptr<cmark_parser, decltype(&cmark_parser_free)> parser{
        cmark_parser_new(kOptions), &cmark_parser_free};
    if (auto* table = cmark_find_syntax_extension("table"))
        cmark_parser_attach_syntax_extension(parser.get(), table);
    cmark_parser_feed(parser.get(), markdown.data(), markdown.size());
    return Tree{cmark_parser_finish(parser.get())};
}

std::vector<cmark_node*> nodes_of(cmark_node* root)
{
    std::vector<cmark_node*> nodes;
    std::unique_ptr<cmark_iter, decltype(&cmark_iter_free)> walk{
        cmark_iter_new(root), &cmark_iter_free};
    for (auto event = cmark_iter_next(walk.get()); event != CMARK_EVENT_DONE;
         event = cmark_iter_next(walk.get())) {
        if (event == CMARK_EVENT_ENTER) nodes.push_back(cmark_iter_get_node(walk.get()));
    }
    return nodes;
}

std::string text_of(const char* text)
{
    return text == nullptr ? std::string{} : std::string{text};
}

/// What stands inside a node takes its place.
void dissolve(cmark_node* node)
{
    while (auto* child = cmark_node_first_child(node)) {
        cmark_node_unlink(child);
        cmark_node_insert_before(node, child);
    }
    cmark_node_unlink(node);
    cmark_node_free(node);
}

void replace(cmark_node* node, cmark_node* by)
{
    cmark_node_insert_before(node, by);
    cmark_node_unlink(node);
    cmark_node_free(node);
}

cmark_node* literal(cmark_node* from)
{
    auto* text = cmark_node_new(CMARK_NODE_TEXT);
    cmark_node_set_literal(text, text_of(cmark_node_get_literal(from)).c_str());
    return text;
}

void tame_link(cmark_node* node, const LinkTarget& target)
{
    auto address = target(text_of(cmark_node_get_url(node)));
    if (address.empty()) return dissolve(node);
    cmark_node_set_url(node, address.c_str());
    cmark_node_set_title(node, "");
}

void tame(cmark_node* node, const LinkTarget& target)
{
    auto type = cmark_node_get_type(node);
    if (type == CMARK_NODE_LINK) return tame_link(node, target);
    if (type == CMARK_NODE_IMAGE) return dissolve(node);
    if (type == CMARK_NODE_HTML_INLINE) return replace(node, literal(node));
    if (type == CMARK_NODE_HTML_BLOCK) {
        auto* paragraph = cmark_node_new(CMARK_NODE_PARAGRAPH);
        cmark_node_append_child(paragraph, literal(node));
        return replace(node, paragraph);
    }
    if (type == CMARK_NODE_HEADING)
        cmark_node_set_heading_level(node, std::clamp(cmark_node_get_heading_level(node), 2, 4));
}

}  // namespace

std::string html_of(const std::string& markdown, const LinkTarget& target)
{
    auto tree = read(markdown);
    // Children after their parents: a node may dissolve, what stood in it stays in the tree.
    for (auto* node : nodes_of(tree.get())) tame(node, target);
    std::unique_ptr<char, FreeText> html{cmark_render_html(tree.get(), kOptions, nullptr)};
    return text_of(html.get());
}

std::vector<std::string> links_of(const std::string& markdown)
{
    auto tree = read(markdown);
    std::vector<std::string> links;
    for (auto* node : nodes_of(tree.get())) {
        auto type = cmark_node_get_type(node);
        if (type == CMARK_NODE_LINK || type == CMARK_NODE_IMAGE)
            links.push_back(text_of(cmark_node_get_url(node)));
    }
    return links;
}

std::string plain_text(const std::string& markdown)
{
    auto tree = read(markdown);
    std::string out;
    for (auto* node : nodes_of(tree.get())) {
        auto type = cmark_node_get_type(node);
        bool speaks = type == CMARK_NODE_TEXT || type == CMARK_NODE_CODE ||
                      type == CMARK_NODE_HTML_INLINE || type == CMARK_NODE_HTML_BLOCK;
        bool block = type == CMARK_NODE_PARAGRAPH || type == CMARK_NODE_HEADING ||
                     type == CMARK_NODE_ITEM ||
                     std::string_view{cmark_node_get_type_string(node)} == "table_cell";
        if (block && !out.empty() && out.back() != '\n') out += '\n';
        if (type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK) out += ' ';
        if (speaks) out += text_of(cmark_node_get_literal(node));
    }
    return out;
}

}  // namespace keydesk::desk
