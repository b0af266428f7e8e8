#include "channels/email/presets.hpp"

#include <array>

namespace keydesk::email {

namespace {

// As the providers' own help pages say them; docs/channels/email.md names the pages.
constexpr std::array<Preset, 8> kPresets{{
    {"qq", "QQ Mail", "QQ 邮箱", "imap.qq.com", 993, "smtp.qq.com", 465, true, "mx.qq.com", ""},
    {"exmail",
     "Tencent Exmail",
     "腾讯企业邮箱",
     "imap.exmail.qq.com",
     993,
     "smtp.exmail.qq.com",
     465,
     true,
     "",
     ""},
    {"163", "NetEase 163", "网易 163 邮箱", "imap.163.com", 993, "smtp.163.com", 465, true, "", ""},
    {"126", "NetEase 126", "网易 126 邮箱", "imap.126.com", 993, "smtp.126.com", 465, true, "", ""},
    {"aliyun",
     "Alibaba Mail",
     "阿里企业邮箱",
     "imap.qiye.aliyun.com",
     993,
     "smtp.qiye.aliyun.com",
     465,
     true,
     "",
     ""},
    {"gmail",
     "Gmail, Google Workspace",
     "Gmail、Google Workspace",
     "imap.gmail.com",
     993,
     "smtp.gmail.com",
     587,
     false,
     "mx.google.com",
     "https://oauth2.googleapis.com/token"},
    {"outlook",
     "Outlook, Microsoft 365",
     "Outlook、Microsoft 365",
     "outlook.office365.com",
     993,
     "smtp.office365.com",
     587,
     false,
     "",
     "https://login.microsoftonline.com/common/oauth2/v2.0/token"},
    {"fastmail",
     "Fastmail",
     "Fastmail",
     "imap.fastmail.com",
     993,
     "smtp.fastmail.com",
     465,
     true,
     "",
     ""},
}};

}  // namespace

const Preset* preset_named(std::string_view id) noexcept
{
    for (const auto& preset : kPresets) {
        if (preset.id == id) return &preset;
    }
    return nullptr;
}

std::vector<std::pair<std::string, desk::Words>> preset_options()
{
    std::vector<std::pair<std::string, desk::Words>> options{
        {"custom", {.en = "Other server", .zh = "其他服务器"}}};
    for (const auto& preset : kPresets) {
        desk::Words words{.en = std::string{preset.name_en}, .zh = std::string{preset.name_zh}};
        options.emplace_back(preset.id, std::move(words));
    }
    return options;
}

}  // namespace keydesk::email
