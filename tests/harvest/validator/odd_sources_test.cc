// The judge before hostile and odd sources: it ends, it harms nobody, and it tells in words what came.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

#include "harvest/validator/excerpt.h"
#include "schemas/formats/unicode.h"
#include "tests/harvest/validator/trial.h"

namespace commonplace::harvest::validator {
namespace {

using std::chrono::milliseconds;
using testing::Test;

// Answers everything in one way.
class Everywhere : public Fetcher {
 public:
  explicit Everywhere(std::string body) : body_(std::move(body)) {}
  explicit Everywhere(FetchFault fault) : fault_(fault) {}

  Fetched fetch(const Ask& ask) override {
    ++requests;
    if (fault_) return fails(*fault_);
    Reply reply;
    reply.status = 200;
    reply.content_type = "text/xml";
    reply.body = body_;
    reply.wire_bytes = body_.size();
    reply.final_url = ask.url;
    return {std::move(reply), std::nullopt};
  }

  int requests = 0;

 private:
  std::string body_;
  std::optional<FetchFault> fault_;
};

Report judged(Fetcher& fetcher, Manners manners = {}) {
  manners.pause = milliseconds(0);
  return judge(fetcher, "https://odd.example/oai", manners,
               {.wait = [](milliseconds) { return true; }, .now = [] { return today; }});
}

void expect_told(const Report& report, const std::string& what) {
  EXPECT_FALSE(report.is_fine()) << what;
  const auto words = in_words(report);
  EXPECT_TRUE(formats::is_utf8(words)) << what;
  EXPECT_LT(words.size(), 200'000u) << what;
  for (const char c : words) ASSERT_TRUE(c == '\n' || static_cast<unsigned char>(c) >= 0x20) << what;
}

TEST(Judge, TellsInWordsWhatCameInsteadOfARepository) {
  std::string deep, wide = "<OAI-PMH xmlns=\"http://www.openarchives.org/OAI/2.0/\">";
  for (int i = 0; i < 100'000; ++i) deep += "<a>";
  for (int i = 0; i < 500'000; ++i) wide += "<a/>";
  wide += "</OAI-PMH>";
  for (const std::string& body :
       {std::string(), std::string("<html><body>Log in</body></html>"), std::string("{\"error\": 1}"),
        std::string("%PDF-1.7"), std::string("\0\0\0", 3), std::string("\x1b[2J\x1b]0;owned\x07"),
        std::string(100'000, '<'), deep, wide, std::string("<!DOCTYPE a [<!ENTITY b \"cc\">]><a>&b;&b;</a>"),
        std::string("<OAI-PMH xmlns=\"u:\x1b[2J\"/>"),
        std::string("<OAI-PMH xmlns=\"http://www.openarchives.org/OAI/2.0/\"/>")}) {
    Everywhere source(body);

    const auto report = judged(source);

    expect_told(report, excerpt(body));
    EXPECT_EQ(source.requests, 1) << excerpt(body);
  }
}

TEST(Judge, TellsWhyNothingCame) {
  for (const auto fault :
       {FetchFault::refused_address, FetchFault::not_reached, FetchFault::timed_out, FetchFault::cut,
        FetchFault::too_big, FetchFault::headers_too_big, FetchFault::bad_encoding, FetchFault::redirected_away}) {
    Everywhere source(fault);

    const auto report = judged(source);

    expect_told(report, std::to_string(static_cast<int>(fault)));
    EXPECT_EQ(source.requests, 1);
  }
}

TEST(Judge, GivesUpWhenNothingComesFiveTimesInARow) {
  Trial trial;
  trial.repository.instead = [](const Asked& a) {
    return a.value("verb") == "Identify" ? std::nullopt : std::optional(fails(FetchFault::timed_out));
  };
  trial.repository.spoil = swapped("Identify", "<description>", "<compression>gzip</compression><description>");

  const auto report = trial.run();

  EXPECT_NE(report.ended.find("five"), std::string::npos) << report.ended;
  EXPECT_LE(trial.repository.requests, 8);
}

TEST(Judge, EndsAListOfEndlessTokens) {
  for (const int pages : {5, 0}) {
    Trial trial;
    trial.manners.pages = pages;
    trial.manners.requests = 300;
    int made = 0;
    trial.repository.spoil = [&made](const Asked& a, Reply& r) {
      const auto at = r.body.find("</resumptionToken>");
      if (a.value("verb").starts_with("ListI") && at != std::string::npos)
        r.body.insert(at, r.body[at - 1] == '>' ? fmt::format("ListIdentifiers!!!!{}", ++made % 200) : "");
    };

    const auto report = trial.run();

    EXPECT_LE(trial.repository.requests, 300);
    expect_told(report, std::to_string(pages));
  }
}

TEST(Judge, SurvivesThousandsOfDamagedAnswers) {
  const int rounds = std::getenv("COMMONPLACE_LONG") ? 1000 : 40;
  std::minstd_rand engine(20261120);
  for (int round = 0; round < rounds; ++round) {
    Trial trial;
    trial.repository.items.resize(120);
    trial.repository.spoil = [&engine](const Asked&, Reply& r) {
      for (int i = 0; i < 3 && !r.body.empty(); ++i) {
        const auto at = engine() % r.body.size();
        switch (engine() % 4) {
          case 0:
            r.body[at] = static_cast<char>(engine() % 256);
            break;
          case 1:
            r.body.erase(at, engine() % 40);
            break;
          case 2:
            r.body.insert(at, r.body.substr(engine() % r.body.size(), engine() % 60));
            break;
          default:
            break;
        }
      }
    };

    const auto report = trial.run();

    EXPECT_TRUE(formats::is_utf8(in_words(report)));
    EXPECT_LE(trial.repository.requests, 400);
  }
}

class Fixtures : public Test {
 protected:
  static std::filesystem::path folder() {
    const char* shared = std::getenv("COMMONPLACE_SHARED");
    return std::filesystem::path(shared ? shared : COMMONPLACE_SOURCE_DIR "/../shared") / "fixtures/oai";
  }
};

TEST_F(Fixtures, OdditiesOfTheWorldAreJudgedInWords) {
  if (!std::filesystem::exists(folder()))
    GTEST_SKIP() << "SKIP: no fixtures at ../shared/fixtures; set COMMONPLACE_SHARED";
  int read = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder())) {
    if (entry.path().extension() != ".xml") continue;
    std::stringstream body;
    body << std::ifstream(entry.path(), std::ios::binary).rdbuf();
    // Once for everything, and once for everything but Identify.
    Everywhere source(body.str());
    expect_told(judged(source), entry.path().filename());
    Trial trial;
    trial.repository.spoil = [&body](const Asked& a, Reply& r) {
      if (a.value("verb") != "Identify") r.body = body.str();
    };
    expect_told(trial.run(), entry.path().filename());
    ++read;
  }
  EXPECT_GE(read, 12);
}

}  // namespace
}  // namespace commonplace::harvest::validator
