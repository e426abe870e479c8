// A server that we did not write: Dancer::Plugin::Catmandu::OAI over a small store (specs/oai-pmh.md §10).
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tests/program/folder.h"
#include "tests/program/http_client.h"
#include "tests/program/process.h"

namespace commonplace::testing {

class DancerServer {
 public:
  // The Debian package that is not there, if one is not.
  static std::optional<std::string> missing_package();

  // Serves that many sheets, every twentieth deleted. Throws std::runtime_error when it does not begin to answer.
  explicit DancerServer(int sheets);

  std::string url() const;
  // Runs the script on the store: {"retitle", sheet, title} or {"delete", sheet}.
  void change(const std::vector<std::string>& words) const;

 private:
  Command command(std::vector<std::string> words) const;

  const TempFolder folder_;
  const KeptPort port_;
  std::unique_ptr<Process> server_;
};

}  // namespace commonplace::testing
