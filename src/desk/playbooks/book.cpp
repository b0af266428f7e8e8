#include "desk/playbooks/book.hpp"

#include "text/person.hpp"

#include <algorithm>

namespace keydesk::desk {

namespace {

constexpr auto kPerson = "#person", kNone = "#none";  // no playbook's id begins so
constexpr double kNameWeight = 0.8, kSignalWeight = 0.5, kCannotWeight = 0.2;
constexpr std::size_t kShort = 90;  ///< Bytes: a wish for a person is said shortly.
constexpr double kWish = 0.3;

text::Recogniser taught(const std::vector<Playbook>& playbooks)
{
    std::vector<text::Example> examples, signals;
    for (const auto& book : playbooks) {
        for (const auto* list : {&book.examples.en, &book.examples.zh}) {
            for (const auto& one : *list) examples.push_back({book.id, one});
        }
        for (const auto* list : {&book.signals.en, &book.signals.zh}) {
            for (const auto& one : *list) {
                signals.push_back({book.id, one});
                examples.push_back({book.id, one, kSignalWeight});
            }
        }
        for (bool zh : {false, true}) {
            examples.push_back({book.id, book.name.in(zh), kNameWeight});
            examples.push_back({book.id, book.cannot.in(zh), kCannotWeight});
        }
    }
    for (auto wish : text::wishes_for_person()) examples.push_back({kPerson, std::string{wish}});
    for (auto talk : text::small_talk()) examples.push_back({kNone, std::string{talk}});
    return {examples, signals};
}

}  // namespace

PlaybookBook::PlaybookBook(std::vector<Playbook> playbooks) : playbooks_{std::move(playbooks)} {}

void PlaybookBook::learn() const
{
    std::call_once(once_, [this] { recogniser_ = taught(playbooks_); });
}

const Playbook* PlaybookBook::find(std::string_view id) const
{
    auto found = std::ranges::find(playbooks_, id, &Playbook::id);
    return found == playbooks_.end() ? nullptr : &*found;
}

Recognised PlaybookBook::recognise(std::string_view text) const
{
    learn();
    Recognised out;
    out.person = text::asks_for_person(text);
    auto guesses = recogniser_.guesses(text);
    out.none = guesses.empty() || guesses.front().kind == kNone;
    for (auto& guess : guesses) {
        bool wish = guess.kind == kPerson && guess.confidence >= kWish && text.size() <= kShort;
        if (wish) out.person = true;
        if (guess.kind.starts_with('#') || out.likely.size() == 3) continue;
        out.likely.push_back(std::move(guess));
    }
    if (!out.likely.empty()) out.confidence = out.likely.front().confidence;
    return out;
}

}  // namespace keydesk::desk
