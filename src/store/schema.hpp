#pragma once

#include "sql/migrations.hpp"

#include <span>

namespace keydesk::store {

/// The numbered files of migrations/, embedded.
std::span<const sql::Migration> schema();

}  // namespace keydesk::store
