// Invented resources for federation tests, as import files.
#pragma once

#include <string>

namespace commonplace::testing {

// `count` canonical documents, one a line, with addresses under https://`host`/ and different words in each.
std::string generated_resources(const std::string& host, int count);

// A canonical document of one line; what is not given here is the same for all.
struct Sheet {
  std::string url;
  std::string title;
  std::string description = "A sheet for tests, with ink & <paper>, \"quotes\" and it's own apostrophe.";
  std::string level = "england-ks2";
  std::string subject = "art-and-design";
  std::string type = "activity";
  std::string language = "en";
};
std::string document_line(const Sheet& sheet);

}  // namespace commonplace::testing
