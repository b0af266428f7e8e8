#pragma once

#include "desk/power/ports.hpp"
#include "store/conversations/list_page.hpp"
#include "store/store.hpp"

namespace keydesk::store {

/// Which rows a view shows to this agent.
Filter filter_of(const desk::ViewFilter& view, const std::string& agent);

/// desk::Views in SQL. Lives on the io thread; everything given must outlive it.
class Views final : public desk::Views {
public:
    Views(sql::Database& database, Store& store) : database_{database}, store_{store} {}

    Task<Result<std::vector<desk::View>>> views(std::string agent) override;
    Task<Result<desk::View>> view(std::string id) override;
    Task<Result<void>> keep(desk::View view) override;
    Task<Result<void>> remove(std::string id) override;
    Task<Result<desk::ConversationPage>> list(desk::View view, desk::ListQuery page) override;
    Task<Result<std::vector<std::pair<std::string, std::int64_t>>>> counts(
        std::string agent) override;

private:
    sql::Database& database_;
    Store& store_;
};

}  // namespace keydesk::store
