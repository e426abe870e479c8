// HOST-48: everything at once, at random by seed, over 200 pages (60 unless COMMONPLACE_LONG is set): what is shown in the end is the model, and nothing is
// called complete that is not. And the table of harvest.md §12: our column.
#include <functional>

#include <fmt/format.h>

#include "tests/peers/hostile/hostile_case.h"

namespace commonplace::hostile {
namespace {

using harvest::page_asked;
using harvest::replied;

int page_count() { return std::getenv("COMMONPLACE_LONG") ? 200 : 60; }

// A source of many pages of ten. Which page has which fault depends on the seed alone; most faults pass when asked again.
class Mixture {
 public:
  Mixture(Case& one, unsigned seed) : seed_(seed) {
    for (auto* source : {&healthy_, &one.hostile.offers}) {
      source->pages = page_count();
      source->per_page = 10;
    }
    one.hostile.offers.fault = [this](const auto& arguments, int before) { return answer(arguments, before); };
    one.hostile.wire = [this](int socket, const HostileSource::Question& question) { return cut(socket, question); };
  }

  // Without the records that nobody can read.
  static bool is_spoiled(unsigned seed, int index) { return draw(seed, fmt::format("record {}", index), 200) == 0; }

  Shown model() const {
    Shown model = Case::model(page_count() * 10);
    for (int index = 0; index < page_count() * 10; ++index)
      if (is_spoiled(seed_, index)) model.erase(FakeSource::identifier(index));
    return model;
  }

 private:
  static std::size_t draw(unsigned seed, const std::string& what, std::size_t below) {
    std::size_t hash = seed * 2654435761u;
    for (const char c : what) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ull;
    return (hash >> 20) % below;
  }

  static std::string text_of(const std::map<std::string, std::string>& arguments) {
    std::string text;
    for (const auto& [name, value] : arguments) text += name + "=" + value + "&";
    return text;
  }

  // The healthy answer but for the records that are spoiled for ever.
  std::string body_of(const std::map<std::string, std::string>& arguments) {
    std::string url = "https://source.example/oai?" + text_of(arguments);
    std::string body = healthy_.fetch({url, "", {}}).reply->body;
    for (int index = 0; index < page_count() * 10; ++index) {
      if (!is_spoiled(seed_, index)) continue;
      const auto place = body.find(fmt::format("Title {}<", index));
      if (place != std::string::npos) body[place] = '\0';
    }
    return body;
  }

  std::optional<harvest::Fetched> answer(const std::map<std::string, std::string>& arguments, int before) {
    const int page = page_asked(arguments);
    if (page == 0 && arguments.at("verb") != "GetRecord") return std::nullopt;
    std::string body = body_of(arguments);
    if (before > 0 || page == 0) return replied(body);
    switch (draw(seed_, text_of(arguments), 20)) {
      case 0: return harvest::busy(std::chrono::seconds(30));
      case 1: return replied("trouble", 500);
      case 2: return replied(body.substr(0, draw(seed_, text_of(arguments) + "cut", body.size())));
      case 3: return replied("");
      case 4: return replied(harvest::oai_error("badResumptionToken"));
      case 5: return replied("<html>please log in</html>");
      case 6: return replied(replace_first(body, "<dc:title>", "<dc:title>\x03"));
      case 7: return replied(replace_first(body, "<dc:title>", "<dc:title><b>"));
      case 8: return replied(replace_first(body, "<record>", first_record(body) + "<record>"));
      case 9: return replied("\xEF\xBB\xBF\n" + body);
      case 10: return replied(replace_first(body, "<resumptionToken>", "<resumptionToken completeListSize=\"7\">"));
      case 11: return replied(body.substr(0, body.find("</ListRecords>")));
      default: return replied(body);
    }
  }

  std::optional<bool> cut(int socket, const HostileSource::Question& question) const {
    if (question.page == 0 || question.before > 1) return std::nullopt;
    if (draw(seed_, text_of(question.arguments) + "wire", 25) != 0) return std::nullopt;
    harvest::RawServer::send_bytes(socket, harvest::http_reply(200, "", question.body).substr(0, 900));
    return false;
  }

  static std::string replace_first(std::string text, const std::string& what, const std::string& by) {
    const auto place = text.find(what);
    return place == std::string::npos ? text : text.replace(place, what.size(), by);
  }

  static std::string first_record(const std::string& body) {
    const auto begin = body.find("<record>");
    const auto end = body.find("</record>");
    return begin == std::string::npos || end == std::string::npos ? "" : body.substr(begin, end + 9 - begin);
  }

  unsigned seed_;
  FakeSource healthy_;
};

class Host48 : public testing::TestWithParam<unsigned> {};

TEST_P(Host48, AllOfItAtOnceEndsInTheModelAndIsNeverFalselyComplete) {
  Case one;
  Mixture mixture(one, GetParam());
  const Shown model = mixture.model();
  bool done = false;

  for (int visit = 0; visit < 60 && !done; ++visit) {
    const auto report = one.visit_alone();
    expect_to_add_up(report);
    for (const auto& [identifier, title] : one.shown()) {
      ASSERT_TRUE(model.contains(identifier)) << identifier;
      ASSERT_EQ(model.at(identifier), title);
    }
    if (report.ending == Ending::complete) {
      EXPECT_EQ(report.counts.quarantined + report.counts.lost, 0);
      EXPECT_EQ(one.shown(), model);
    }
    done = (report.ending == Ending::complete || report.ending == Ending::complete_with_losses) && report.counts.lost == 0;
    one.now.seconds += 86'400;
  }

  EXPECT_TRUE(done);
  EXPECT_EQ(one.shown(), model);
}

INSTANTIATE_TEST_SUITE_P(Seeds, Host48, testing::Range(1u, std::getenv("COMMONPLACE_LONG") ? 21u : 4u));

// ---- harvest.md §12 --------------------------------------------------------------------------------------------------

struct Row {
  const char* fault;
  std::function<void(Case&)> make;
  std::size_t kept;
  int exit_code;
};

std::vector<Row> table() {
  return {
      {"none", [](Case&) {}, 500, 0},
      {"503, Retry-After: 2", [](Case& one) { one.hostile.offers.fault = on_page(3, harvest::busy(std::chrono::seconds(2)), 1); },
       500, 0},
      {"connection cut once",
       [](Case& one) {
         one.hostile.wire = [](int socket, const HostileSource::Question& question) -> std::optional<bool> {
           if (question.page != 3 || question.before > 0) return std::nullopt;
           harvest::RawServer::send_bytes(socket, harvest::http_reply(200, "", question.body).substr(0, 9000));
           return false;
         };
       },
       500, 0},
      {"U+0003 in a title",
       [](Case& one) {
         one.hostile.offers.fault = on_page(3, replied(page_with(one.hostile.offers, "Title 250", "Title\x03 250")));
       },
       500, 0},
      {"badResumptionToken",
       [](Case& one) { one.hostile.offers.fault = on_page(3, replied(harvest::oai_error("badResumptionToken"))); }, 500, 0},
      {"badResumptionToken, no dates",
       [](Case& one) {
         one.hostile.offers.knows_dates = false;
         one.hostile.offers.fault = on_page(3, replied(harvest::oai_error("badResumptionToken")));
       },
       200, 4},
      {"truncated XML, always",
       [](Case& one) {
         const auto page = one.hostile.offers.page(3);
         one.hostile.offers.fault = on_page(3, replied(page.substr(0, page.size() / 2)));
       },
       500, 0},
      {"11 MB text node",
       [](Case& one) {
         one.hostile.offers.fault =
             on_page(3, replied(page_with(one.hostile.offers, "Title 250", std::string(11'000'000, 'x'))));
       },
       499, 3},
      {"token loop",
       [](Case& one) {
         auto& source = one.hostile.offers;
         source.fault = [&source](const auto& arguments, int) -> std::optional<harvest::Fetched> {
           if (page_asked(arguments) < 3) return std::nullopt;
           return replied(harvest::envelope("<ListRecords>" + source.records(3) +
                                            "<resumptionToken>p3</resumptionToken></ListRecords>"));
         };
       },
       300, 7},
  };
}

TEST(Har31, EveryRowOfTheTableOfFaultsEndsAsItMust) {
  for (const auto& row : table()) {
    Case one;
    row.make(one);

    const auto report = one.visit_alone();

    EXPECT_EQ(harvest::exit_code(report.ending), row.exit_code) << row.fault << ": " << report.message;
    EXPECT_EQ(report.counts.created, static_cast<std::int64_t>(row.kept)) << row.fault;
    if (row.exit_code == 0) {
      EXPECT_EQ(one.shown(), Case::model()) << row.fault;
    }
  }
}

}  // namespace
}  // namespace commonplace::hostile
