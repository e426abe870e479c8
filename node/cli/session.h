// What all commands share: the data folder, --json, the exit code, and how an error is said.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "node/app/desk.h"
#include "schemas/formats/json.h"
#include "schemas/model/outcome.h"

namespace commonplace::cli {

// CONTRACT §2.
inline constexpr int exit_done = 0;
inline constexpr int exit_failed = 1;
inline constexpr int exit_usage = 2;
inline constexpr int exit_set_aside = 3;

struct Session {
  std::string data_folder;
  bool as_json = false;
  int exit_code = exit_done;

  // Opens the data folder, says on stderr which it is; says what is wrong and sets the exit code otherwise.
  std::optional<app::Desk> open(const app::Opening& opening = {});
  // Says what is wrong and what to do (stderr; with --json also an object on stdout), and sets the exit code.
  void fail(const model::Problem& problem, int code = exit_failed);
  // For scripts: one JSON object on stdout. For people: the words. Only one of the two is printed.
  void answer(const json::Value& object, std::string_view words) const;
};

// What, where and what to do next, as one paragraph.
std::string in_words(const model::Problem& problem);

}  // namespace commonplace::cli
