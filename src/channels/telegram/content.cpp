#include "channels/telegram/content.hpp"

#include "channels/telegram/wire.hpp"

#include <boost/json/serialize.hpp>

#include <array>
#include <cstdio>
#include <utility>

namespace keydesk::telegram {

namespace {

struct FileKind {
    std::string_view key;
    std::string_view name;  ///< When Telegram tells none.
    std::string_view type;
    std::string_view label, label_zh;
};

/// In this order: an animation also carries "document", a live photo "photo".
constexpr std::array kFileKinds = std::to_array<FileKind>({
    {"live_photo", "photo.mp4", "video/mp4", "Live photo", "实况照片"},
    {"animation", "animation.mp4", "video/mp4", "Animation", "动图"},
    {"document", "document", "application/octet-stream", "Document", "文件"},
    {"video", "video.mp4", "video/mp4", "Video", "视频"},
    {"video_note", "video.mp4", "video/mp4", "Video message", "视频消息"},
    {"voice", "voice.ogg", "audio/ogg", "Voice message", "语音消息"},
    {"audio", "audio.mp3", "audio/mpeg", "Audio", "音频"},
});

/// Keys of messages that nobody wrote.
constexpr std::array kServices = std::to_array<std::string_view>({
    "new_chat_members",
    "left_chat_member",
    "new_chat_title",
    "new_chat_photo",
    "delete_chat_photo",
    "group_chat_created",
    "supergroup_chat_created",
    "channel_chat_created",
    "message_auto_delete_timer_changed",
    "migrate_to_chat_id",
    "migrate_from_chat_id",
    "pinned_message",
    "invoice",
    "successful_payment",
    "refunded_payment",
    "users_shared",
    "chat_shared",
    "connected_website",
    "write_access_allowed",
    "passport_data",
    "proximity_alert_triggered",
    "boost_added",
    "chat_background_set",
    "forum_topic_created",
    "forum_topic_edited",
    "forum_topic_closed",
    "forum_topic_reopened",
    "general_forum_topic_hidden",
    "general_forum_topic_unhidden",
    "giveaway_created",
    "giveaway",
    "giveaway_winners",
    "giveaway_completed",
    "paid_message_price_changed",
    "direct_message_price_changed",
    "video_chat_scheduled",
    "video_chat_started",
    "video_chat_ended",
    "video_chat_participants_invited",
    "web_app_data",
    "gift",
    "unique_gift",
    "chat_owner_changed",
    "chat_owner_left",
    "suggested_post_approved",
    "suggested_post_declined",
    "suggested_post_paid",
    "checklist_tasks_done",
    "checklist_tasks_added",
});

class Reader {
public:
    Reader(const json::value& message, bool chinese) : message_{message}, chinese_{chinese} {}

    Content read() &&
    {
        for (auto key : kServices) {
            if (has(key)) return {.service = true};
        }
        out_.text = text_at(message_, "/text");
        if (out_.text.empty()) out_.text = text_at(message_, "/caption");
        bool said = !out_.text.empty();
        if (!said) said = rich_text();
        if (files() || placeholders() || said) return std::move(out_);
        line(chinese_ ? "不支持的消息类型" : "A kind of message that we cannot show");
        return std::move(out_);
    }

private:
    bool has(std::string_view key) const
    {
        const auto* fields = message_.if_object();
        return fields != nullptr && fields->contains(key);
    }

    void line(const std::string& what)
    {
        if (!out_.text.empty()) out_.text += '\n';
        out_.text += "[" + what + "]";
    }

    /// Rich messages (Bot API 10): their text as far as it is told.
    bool rich_text()
    {
        if (!has("rich_message")) return false;
        out_.text = text_at(message_, "/rich_message/text");
        return !out_.text.empty();
    }

    bool files()
    {
        if (has("live_photo")) return file(kFileKinds[0]);
        if (photo()) return true;
        for (const auto& kind : kFileKinds) {
            if (has(kind.key)) return file(kind);
        }
        return false;
    }

    /// The last size is the largest.
    bool photo()
    {
        const auto* sizes = list_at(message_, "/photo");
        if (sizes == nullptr || sizes->empty()) return false;
        add(sizes->back(), {"photo", "photo.jpg", "image/jpeg", "Photo", "照片"});
        return true;
    }

    bool file(const FileKind& kind)
    {
        const auto* found = value_at(message_, "/" + std::string{kind.key});
        if (found == nullptr) return false;
        add(*found, kind);
        return true;
    }

    void add(const json::value& from, const FileKind& kind)
    {
        auto id = text_at(from, "/file_id");
        auto size = number_at(from, "/file_size").value_or(0);
        desk::ArrivedFile file{.name = text_at(from, "/file_name"), .size = size};
        if (file.name.empty()) file.name = kind.name;
        file.type = text_at(from, "/mime_type");
        if (file.type.empty()) file.type = kind.type;
        if (id.empty() || id.size() > 1000) return line(label(kind));
        if (size > kLargestFetched) return too_large(kind, file.name, size);
        file.source = source_of(id, size);
        out_.files.push_back(std::move(file));
    }

    void too_large(const FileKind& kind, const std::string& name, std::int64_t size)
    {
        out_.too_large = true;
        auto megabytes = std::to_string((size + (1 << 20) - 1) >> 20);
        line(
            label(kind) + (chinese_ ? "：" : ": ") + name + ", " + megabytes +
            (chinese_ ? " MB，超过 Telegram 允许机器人下载的 20 MB"
                      : " MB, more than the 20 MB that Telegram lets a bot fetch"));
    }

    std::string label(const FileKind& kind) const
    {
        return std::string{chinese_ ? kind.label_zh : kind.label};
    }

    std::string field(std::string_view path) const { return text_at(message_, path); }

    bool placeholders()
    {
        if (has("sticker")) {
            line((chinese_ ? "贴纸 " : "Sticker ") + field("/sticker/emoji"));
        } else if (has("venue")) {
            line(
                (chinese_ ? "地点 " : "Place ") + field("/venue/title") + ", " +
                field("/venue/address"));
        } else if (has("location")) {
            line(
                (chinese_ ? "位置 " : "Location ") + degrees("/location/latitude") + ", " +
                degrees("/location/longitude"));
        } else if (has("contact")) {
            line(
                (chinese_ ? "联系人 " : "Contact ") + field("/contact/first_name") + " " +
                field("/contact/phone_number"));
        } else if (has("poll")) {
            line((chinese_ ? "投票 " : "Poll ") + field("/poll/question"));
        } else if (has("dice")) {
            auto value = number_at(message_, "/dice/value").value_or(0);
            line(field("/dice/emoji") + " " + std::to_string(value));
        } else if (has("story")) {
            line(chinese_ ? "动态" : "Story");
        } else if (has("paid_media")) {
            line(chinese_ ? "付费内容" : "Paid media");
        } else {
            return false;
        }
        return true;
    }

    std::string degrees(std::string_view path) const
    {
        const auto* found = value_at(message_, path);
        double value = 0;
        if (found != nullptr && found->is_double()) value = found->get_double();
        if (found != nullptr && found->is_int64()) value = static_cast<double>(found->get_int64());
        char text[32];
        std::snprintf(text, sizeof text, "%.5f", value);
        return value > -1000 && value < 1000 ? text : "?";
    }

    const json::value& message_;
    bool chinese_;
    Content out_;
};

}  // namespace

Content read_content(const json::value& message, bool chinese)
{
    return Reader{message, chinese}.read();
}

std::string source_of(std::string_view file_id, std::int64_t size)
{
    return json::serialize(json::object{{"file_id", file_id}, {"size", size}});
}

}  // namespace keydesk::telegram
