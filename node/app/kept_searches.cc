#include "node/app/kept_searches.h"

#include <filesystem>
#include <fstream>
#include <iterator>

namespace commonplace::app {

void read_searches(const std::string& path, web::SearchLedger& ledger) {
  std::ifstream in(path, std::ios::binary);
  if (in) ledger.read(std::string{std::istreambuf_iterator<char>(in), {}});
}

bool keep_searches(const std::string& path, const web::SearchLedger& ledger) {
  const std::string beside = path + ".new";
  {
    std::ofstream out(beside, std::ios::binary | std::ios::trunc);
    out << ledger.written();
    if (!out.flush()) return false;
  }
  std::error_code error;
  std::filesystem::rename(beside, path, error);
  return !error;
}

}  // namespace commonplace::app
