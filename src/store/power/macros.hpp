#pragma once

#include "desk/power/ports.hpp"
#include "store/store.hpp"

namespace keydesk::store {

/// desk::Macros in SQL. Lives on the io thread; everything given must outlive it.
class Macros final : public desk::Macros {
public:
    Macros(sql::Database& database, Store& store, const Clock& clock)
        : database_{database},
          store_{store},
          clock_{clock}
    {
    }

    Task<Result<std::vector<desk::Macro>>> macros(std::string agent) override;
    Task<Result<desk::Macro>> macro(std::string id) override;
    Task<Result<void>> keep(desk::Macro macro) override;
    Task<Result<void>> remove(std::string id) override;
    Task<Result<desk::MacroDone>> run(desk::MacroRun run) override;

private:
    sql::Database& database_;
    Store& store_;
    const Clock& clock_;
};

}  // namespace keydesk::store
