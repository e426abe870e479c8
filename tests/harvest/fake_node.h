// A Commonplace node in memory: its feed as CONTRACT §4.2 has it, behind the Fetcher port, with faults where a test
// wants them.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "fake_fetcher.h"

namespace commonplace::harvest {

// A document of one resource, and its record as nodes carry it.
std::string document_of(const std::string& identifier, const std::string& title);
std::string record_of(const std::string& identifier, const std::string& title, std::int64_t version = 1,
                      bool deleted = false);
// A line of the feed, without its end.
std::string change_line(std::int64_t seq, const std::string& identifier, const std::string& record, bool deleted = false,
                        const std::string& via = "[]");

class FakeNode : public Fetcher {
 public:
  explicit FakeNode(int records);

  std::vector<std::string> lines;  // lines[i] has the number i + 1
  std::string life = "life-1";
  std::string document;
  std::function<std::optional<Fetched>(const std::string& url, int before)> fault;
  int most_lines = 100;  // a page, whatever is asked for

  void change(const std::string& identifier, const std::string& title);
  void withdraw(const std::string& identifier);

  Fetched fetch(const Ask& ask) override;

  std::vector<Ask> asked;
  int asked_for(const std::string& part) const;  // how many addresses have it in them

 private:
  Fetched changes(const Ask& ask) const;
};

Source node_source();

}  // namespace commonplace::harvest
