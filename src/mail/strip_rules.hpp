#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

/// The lines by which mail programs mark what is not new. Lines come as `plain_line` makes them.
namespace keydesk::mail {

/// Trimmed, odd spaces as plain ones, without the marks of Markdown and table rules that some
/// programs put around labels: "| *发件人：* x" → "发件人： x".
std::string plain_line(std::string_view line);

/// "> …"
bool is_quote(std::string_view line) noexcept;

/// How many lines from the first on say who wrote what follows ("在 … 写道：", "On … wrote:");
/// 0 when they do not.
std::size_t attribution(std::span<const std::string> lines);

/// "------ 原始邮件 ------", "-----Original Message-----", "Begin forwarded message:".
bool is_separator(std::string_view line);

/// Whether a block of 发件人/发送时间/收件人/主题, From/Sent/To/Subject begins here.
bool begins_header_block(std::span<const std::string> lines);

/// The line of ours that compose() puts on top.
bool is_marker(std::string_view line);

/// "发自我的 iPhone", "Sent from my …", "Get Outlook for …".
bool is_device_line(std::string_view line);

/// "________________", which Outlook puts above the block.
bool is_rule(std::string_view line) noexcept;

}  // namespace keydesk::mail
