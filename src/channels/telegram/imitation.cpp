#include "channels/telegram/imitation.hpp"

#include "text/look_alike.hpp"

namespace keydesk::telegram {

Imitation imitation_of(const Face& face, std::vector<std::string> own, const Account& me)
{
    using How = Imitation::How;
    own.push_back(me.name);
    own.push_back(me.username);
    Imitation out;
    for (const auto& ours : own) {
        for (const auto& name : face.names) {
            auto likeness = text::likeness(name, ours);
            if (likeness == text::Likeness::same) return {How::same, ours};
            if (likeness == text::Likeness::similar) out = {How::similar, ours};
        }
    }
    return out;
}

}  // namespace keydesk::telegram
