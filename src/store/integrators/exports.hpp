#pragma once

#include "desk/history/exports.hpp"
#include "sql/database.hpp"

namespace keydesk::store {

/// desk::ExportStore in SQL. Lives on the io thread; `database` outlives it.
class Exports final : public desk::ExportStore {
public:
    explicit Exports(sql::Database& database) : database_{database} {}

    std::vector<std::string> columns(std::string_view what) const override;
    Task<Result<desk::ExportPage>> page(desk::ExportQuery query, std::string after) override;

private:
    sql::Database& database_;
};

}  // namespace keydesk::store
