// The door for curriculum frameworks: any bytes are refused in words, or become a tree that keeps its promises and is
// read again as it was once we have written it (CUR-20).
#include <set>

#include "check.h"
#include "schemas/formats/case_package.h"
#include "schemas/formats/framework_read.h"
#include "schemas/formats/skos.h"

namespace commonplace {
namespace {

void expect_tree(const formats::FrameworkPackage& package) {
  std::set<std::string> above = {""};
  std::set<std::string> ids;
  FUZZ_EXPECT(!package.statements.empty());
  for (const auto& statement : package.statements) {
    FUZZ_EXPECT(!statement.uri.empty() && !statement.id.empty() && !statement.text.empty());
    FUZZ_EXPECT(above.contains(statement.parent));
    FUZZ_EXPECT(above.insert(statement.uri).second);
    FUZZ_EXPECT(!statement.ages || statement.ages->min < statement.ages->max);
  }
}

void expect_readable(const std::string& written, std::size_t most) {
  const auto again = formats::read_framework({{"again", written}}, {});
  FUZZ_EXPECT(!again || again->statements.size() <= most + 1);
}

}  // namespace
}  // namespace commonplace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace commonplace;
  formats::FrameworkHints hints;
  hints.title = "leaf";
  hints.uri = "urn:commonplace:framework:leaf";
  const auto package = formats::read_framework({{"leaf", std::string(fuzz::text_of(data, size))}}, hints);
  if (!package) {
    FUZZ_EXPECT(!package.problem().kind.empty() && !package.problem().what.empty());
    return 0;
  }
  expect_tree(*package);
  expect_readable(formats::write_case_package(*package, "2026-11-20T00:00:00Z"), package->statements.size());
  expect_readable(formats::write_skos_turtle(*package), package->statements.size());
  expect_readable(formats::write_skos_json_ld(*package), package->statements.size());
  return 0;
}
