#pragma once

#include "store/conversations/bonds.hpp"
#include "store/power/bulk.hpp"
#include "store/power/macros.hpp"
#include "store/power/notices.hpp"
#include "store/power/rules.hpp"
#include "store/power/views.hpp"
#include "tests/system/house.hpp"

#include <optional>
#include <set>

namespace keydesk {

/// A desk with agents' tools.
class PowerTest : public HouseTest {
protected:
    PowerTest() { equip(); }

    void equip()
    {
        auto& db = *house->database;
        auto& store = *house->store;
        macros.emplace(db, store, clock);
        bulk.emplace(db, store, clock);
        rules.emplace(db, clock);
        views.emplace(db, store);
        bonds.emplace(db, store, clock);
        auto tell = [this](const std::string& agent) { told.insert(agent); };
        rule_follower.emplace(db, store, house->feed, clock, tell);
        notices.emplace(tell);
        follow();
    }

    /// Both followers read what is there; what they add is read, too.
    void follow()
    {
        for (int i = 0; i < 5; ++i) {
            ASSERT_TRUE(wait(house->log->catch_up(*rule_follower)));
            ASSERT_TRUE(wait(house->log->catch_up(*notices)));
        }
    }

    /// A conversation in which a customer said this.
    std::string conversation_with(std::string text)
    {
        return say(add_customer(), std::move(text))->posted.message->conversation;
    }
    desk::Conversation look(const std::string& id)
    {
        return wait(house->store->get(id, agent.id)).value();
    }
    std::string add_label(std::string name)
    {
        auto id = new_id(clock.now());
        EXPECT_TRUE(
            sql("INSERT INTO labels (id, name, color) VALUES ($1, $2, '#112233')", {id, name}));
        return id;
    }
    Result<sql::Rows> sql(std::string text, std::vector<sql::Value> values = {})
    {
        return wait(
            house->database->run([&](sql::Connection& db) { return db.query(text, values); }));
    }

    std::optional<store::Macros> macros;
    std::optional<store::Bulk> bulk;
    std::optional<store::Rules> rules;
    std::optional<store::Views> views;
    std::optional<store::Bonds> bonds;
    std::optional<store::RuleFollower> rule_follower;
    std::optional<store::NoticeFollower> notices;
    std::set<std::string> told;  ///< Agents who were told that there is news.
};

}  // namespace keydesk
