#include "node/cli/session.h"

#include <fmt/format.h>

#include <cstdio>
#include <iostream>

namespace commonplace::cli {

std::optional<app::Desk> Session::open(const app::Opening& opening) {
  auto desk = app::open_desk(data_folder, opening);
  fmt::print(stderr, "data folder: {}\n", data_folder);
  if (!desk) return fail(desk.problem()), std::nullopt;
  for (const auto& warning : desk->warnings) fmt::print(stderr, "warning: {}\n", warning);
  return std::move(*desk);
}

void Session::fail(const model::Problem& problem, int code) {
  exit_code = code;
  if (as_json)
    std::cout << json::canonical({{"error",
                                   {{"kind", problem.kind}, {"where", problem.where}, {"what", problem.what}, {"fix", problem.fix}}}})
              << "\n";
  fmt::print(stderr, "commonplace: {}\n", in_words(problem));
}

void Session::answer(const json::Value& object, std::string_view words) const {
  if (as_json)
    std::cout << json::canonical(object) << std::endl;
  else
    std::cout << words << std::flush;
}

std::string in_words(const model::Problem& problem) {
  std::string out = problem.where.empty() ? "" : problem.where + ": ";
  out += problem.what;
  if (!problem.fix.empty()) out += (out.ends_with('.') ? " " : ". ") + problem.fix;
  return out;
}

}  // namespace commonplace::cli
