// What a keeper says to the harvester, through the program itself, and what the program says to whatever is no command
// (HAR-6, HAR-31 to HAR-33, HAR-39, HAR-40, HAR-42, OAI-36).
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <csignal>
#include <mutex>

#include "tests/federation_e2e/asking.h"
#include "tests/federation_e2e/resources.h"
#include "tests/harvest/raw_server.h"
#include "tests/program/node.h"

namespace commonplace::testing {
namespace {

using harvest::RawServer;
using ::testing::AllOf;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::Not;

// An OAI-PMH repository of another make, twenty records a page.
class Repository {
 public:
  struct Record {
    std::string title;
    bool deleted = false;
    bool broken = false;
  };

  Repository()
      : server_([this](RawServer& server, int socket, const std::string& request) { return answer(server, socket, request); }) {}

  void publish(int count, const std::string& title) {
    const std::lock_guard lock(mutex_);
    records_.resize(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) records_[static_cast<std::size_t>(i)] = {fmt::format("{} {}", title, i), false, false};
  }
  void change(int index, const Record& record) {
    const std::lock_guard lock(mutex_);
    records_[static_cast<std::size_t>(index)] = record;
  }
  void withdraw(int count) {
    const std::lock_guard lock(mutex_);
    for (int i = 0; i < count; ++i) records_[static_cast<std::size_t>(i)].deleted = true;
  }

  std::string url(const std::string& path = "/oai") const { return server_.url(path); }
  std::atomic<bool> hangs{false};  // the second page never comes
  std::atomic<bool> moved{false};  // to /new/oai, for good

 private:
  static constexpr std::size_t per_page = 20;

  bool answer(RawServer& server, int socket, const std::string& request) {
    const auto has = [&](std::string_view text) { return request.find(text) != std::string::npos; };
    if (moved && request.starts_with("GET /oai?")) {
      const auto query = request.substr(8, request.find(" HTTP") - 8);
      return RawServer::send_bytes(socket, harvest::http_reply(308, "Location: /new/oai" + query + "\r\n", ""));
    }
    const bool is_later_page = has("resumptionToken=");
    if (hangs && is_later_page) return server.hold(socket), false;
    std::string content;
    const std::lock_guard lock(mutex_);
    if (has("verb=Identify")) {
      content = fmt::format(
          "<Identify><repositoryName>Mill</repositoryName><baseURL>{}</baseURL><protocolVersion>2.0</protocolVersion>"
          "<adminEmail>keeper@mill.example</adminEmail><earliestDatestamp>2020-01-01T00:00:00Z</earliestDatestamp>"
          "<deletedRecord>persistent</deletedRecord><granularity>YYYY-MM-DDThh:mm:ssZ</granularity></Identify>",
          url());
    } else if (has("verb=ListMetadataFormats")) {
      content = "<ListMetadataFormats><metadataFormat><metadataPrefix>oai_dc</metadataPrefix><schema>x</schema><metadataNamespace>"
                "http://www.openarchives.org/OAI/2.0/oai_dc/</metadataNamespace></metadataFormat></ListMetadataFormats>";
    } else if (has("verb=ListRecords")) {
      content = list(is_later_page ? static_cast<std::size_t>(std::atoi(request.c_str() + request.find("resumptionToken=") + 16)) : 0);
    } else if (has("verb=GetRecord")) {
      content = "<GetRecord>" + record(static_cast<std::size_t>(std::atoi(request.c_str() + request.find("mill.example%3A") + 15))) + "</GetRecord>";
    } else {
      content = "<error code=\"badVerb\">no</error>";
    }
    return RawServer::send_bytes(
        socket, harvest::http_reply(200, "Content-Type: text/xml\r\n",
                                    "<?xml version=\"1.0\" encoding=\"UTF-8\"?><OAI-PMH xmlns=\"http://www.openarchives.org/OAI/2.0/\">"
                                    "<responseDate>2026-11-20T08:00:00Z</responseDate><request>x</request>" + content + "</OAI-PMH>"));
  }

  std::string list(std::size_t first) const {
    std::string text = "<ListRecords>";
    const auto end = std::min(records_.size(), first + per_page);
    for (auto i = first; i < end; ++i) text += record(i);
    if (end < records_.size()) text += fmt::format("<resumptionToken completeListSize=\"{}\">{}</resumptionToken>", records_.size(), end);
    return text + "</ListRecords>";
  }

  std::string record(std::size_t index) const {
    const auto& one = records_.at(index);
    const auto header = fmt::format("<header{}><identifier>oai:mill.example:{}</identifier><datestamp>2026-11-01T00:00:00Z</datestamp></header>",
                                    one.deleted ? " status=\"deleted\"" : "", index);
    if (one.deleted) return "<record>" + header + "</record>";
    return fmt::format("<record>{}<metadata><oai_dc:dc xmlns:oai_dc=\"http://www.openarchives.org/OAI/2.0/oai_dc/\" "
                       "xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>{}{}</dc:title></oai_dc:dc></metadata></record>",
                       header, one.title, one.broken ? "\x1b[31m</b>" : "");
  }

  std::mutex mutex_;
  std::vector<Record> records_;
  RawServer server_;
};

class Keeper : public ::testing::Test {
 protected:
  void add(int count) {
    mill_.publish(count, "Weaving");
    const auto added = hub_.answer({"peer", "add", mill_.url(), "--kind", "oai", "--name", "mill"});
    EXPECT_EQ(added.at("kind"), "oai");
  }

  // Ends with that exit code and says so in one sentence that names a way on; as JSON too.
  void expect_refused(std::vector<std::string> words, int exit_code, const std::string& what) const {
    const auto plain = hub_.run(words);
    EXPECT_EQ(plain.exit_code, exit_code) << fmt::format("{}", fmt::join(words, " ")) << plain.err;
    EXPECT_THAT(plain.err + plain.out, HasSubstr(what)) << fmt::format("{}", fmt::join(words, " "));
    if (exit_code != 1) return;
    words.push_back("--json");
    const auto machine = hub_.run(words);
    const auto error = json::parse(lines_of(machine.out).back());
    ASSERT_TRUE(error && error->contains("error")) << machine.out;
    EXPECT_FALSE(error->at("error").at("fix").get<std::string>().empty()) << machine.out;
  }

  std::int64_t live() const { return static_cast<std::int64_t>(hub_.documents().size()); }
  json::Value rows() const { return hub_.answer({"quarantine", "list"}).at("set_aside"); }

  Repository mill_;
  Node hub_{Kit{.name = "County Hub", .slug = "county-hub"}};
};

TEST_F(Keeper, Har39LooksAtWhatIsSetAsideTriesItAgainAndThrowsItAway) {
  add(5);
  mill_.change(1, {"Looms", false, true});
  mill_.change(3, {"Shuttles", false, true});
  EXPECT_EQ(hub_.run({"harvest", "mill"}).exit_code, 3);
  EXPECT_EQ(live(), 3);

  const auto listed = rows();
  ASSERT_EQ(listed.size(), 2u);
  EXPECT_EQ(listed[0].at("peer"), "mill");
  EXPECT_EQ(listed[0].at("reason"), "not_wellformed");
  const auto first = std::to_string(listed[0].at("id").get<int>()), second = std::to_string(listed[1].at("id").get<int>());
  const auto shown = hub_.run({"quarantine", "show", first});
  EXPECT_EQ(shown.exit_code, 0);
  EXPECT_THAT(shown.out, AllOf(HasSubstr(listed[0].at("identifier").get<std::string>()), Not(HasSubstr("\x1b["))));
  EXPECT_THAT(hub_.run({"quarantine", "list", "mill"}).out, HasSubstr("Its XML is broken."));

  expect_refused({"quarantine", "retry", first}, 1, "cannot be read now either");
  mill_.change(1, {"Looms", false, false});
  mill_.change(3, {"Shuttles", false, false});
  EXPECT_EQ(hub_.answer({"quarantine", "retry", first}).at("result"), "It came through, and is public.");
  EXPECT_EQ(live(), 4);
  EXPECT_EQ(hub_.answer({"quarantine", "discard", second}).at("discarded"), std::stoi(second));
  EXPECT_EQ(rows().size(), 0u);
  EXPECT_THAT(hub_.run({"quarantine", "list"}).out, HasSubstr("Nothing is set aside."));
  EXPECT_EQ(live(), 4);
  for (const char* act : {"show", "discard", "retry"}) expect_refused({"quarantine", act, first}, 1, "nothing is set aside under this number");
  EXPECT_EQ(hub_.run({"check"}).exit_code, 0);
}

TEST_F(Keeper, Har39WhatIsNoNumberIsNoRecord) {
  for (const char* act : {"show", "discard", "retry"}) {
    for (const char* id : {"abc", "1.5", "1;2"}) expect_refused({"quarantine", act, id}, 2, "ID");
    for (const char* id : {"0", "-1", "9223372036854775807", "99999999999999999999", ""}) expect_refused({"quarantine", act, id}, 1, "nothing is set aside");
    expect_refused({"quarantine", act}, 2, "ID is required");
    expect_refused({"quarantine", act, "1", "2"}, 2, "2");
  }
  expect_refused({"quarantine"}, 2, "subcommand");
  expect_refused({"quarantine", "burn", "1"}, 2, "subcommand");
  expect_refused({"quarantine", "list", "nobody"}, 1, "no peer of this name");
}

TEST_F(Keeper, Har40AcceptsOrRejectsWhatIsHeld) {
  add(50);
  EXPECT_EQ(hub_.harvest("mill").at("created"), 50);
  mill_.withdraw(30);

  const auto held = hub_.run({"harvest", "mill", "--json"});
  EXPECT_EQ(held.exit_code, 5) << held.out;
  EXPECT_EQ(live(), 50);
  auto peer = hub_.answer({"peer", "show", "mill"});
  EXPECT_EQ(peer.at("state"), "held");
  EXPECT_EQ(peer.at("waiting").at("removed"), 30);
  EXPECT_EQ(peer.at("sample").size(), 20u);
  EXPECT_THAT(hub_.run({"peer", "show", "mill"}).out, HasSubstr("peer accept mill"));
  expect_refused({"peer", "resume", "mill"}, 1, "held until you decide");
  EXPECT_EQ(hub_.run({"harvest", "mill"}).exit_code, 5);

  EXPECT_EQ(hub_.answer({"peer", "reject", "mill"}).at("state"), "active");
  EXPECT_EQ(live(), 50);
  EXPECT_EQ(hub_.run({"harvest", "mill"}).exit_code, 5);
  EXPECT_EQ(hub_.answer({"peer", "accept", "mill"}).at("state"), "active");
  EXPECT_EQ(live(), 20);

  for (const char* act : {"accept", "reject"}) {
    expect_refused({"peer", act, "mill"}, 1, "held");
    expect_refused({"peer", act, "mil"}, 1, "Did you mean mill?");
    expect_refused({"peer", act, ""}, 1, "no peer of this name");
    expect_refused({"peer", act}, 2, "NAME is required");
  }
  EXPECT_EQ(hub_.run({"check"}).exit_code, 0);
}

TEST_F(Keeper, Har42TakesRecordsBackToWhatTheyWereAfterAVisit) {
  add(5);
  hub_.harvest("mill");
  const auto visit = hub_.answer({"peer", "show", "mill"}).at("visits").at(0).at("id").get<std::int64_t>();
  mill_.publish(5, "Burnt");
  EXPECT_EQ(hub_.harvest("mill").at("updated"), 5);
  EXPECT_THAT(hub_.run({"export", "--format", "ndjson"}).out, HasSubstr("Burnt 3"));

  const auto back = hub_.answer({"peer", "rollback", "mill", "--to", std::to_string(visit)});

  EXPECT_EQ(back.at("records"), 5);
  EXPECT_EQ(back.at("state"), "paused");
  EXPECT_THAT(hub_.run({"export", "--format", "ndjson"}).out, AllOf(HasSubstr("Weaving 3"), Not(HasSubstr("Burnt"))));
  expect_refused({"peer", "rollback", "mill", "--to", "99999"}, 1, "visit");
  expect_refused({"peer", "rollback", "mill", "--to", "-1"}, 1, "visit");
  expect_refused({"peer", "rollback", "mill", "--to", "yesterday"}, 2, "--to");
  expect_refused({"peer", "rollback", "mill"}, 2, "--to is required");
  expect_refused({"peer", "rollback", "nobody", "--to", "1"}, 1, "no peer of this name");
}

TEST_F(Keeper, ChangesHowASourceIsHarvestedAndRefusesWhatMakesNoSense) {
  add(5);
  const auto edited = hub_.answer({"peer", "edit", "mill", "--limit", "3", "--pause", "0", "--mend", "false", "--prefix", "oai_dc", "--set", "a:b"});
  EXPECT_EQ(edited.at("limit"), 3);
  EXPECT_EQ(edited.at("mend"), false);
  hub_.answer({"peer", "edit", "mill", "--set", ""});
  EXPECT_EQ(hub_.run({"harvest", "mill"}).exit_code, 7) << "the limit";
  EXPECT_EQ(hub_.answer({"peer", "show", "mill"}).at("state"), "suspended");

  for (const char* limit : {"-1", "5000001"}) expect_refused({"peer", "edit", "mill", "--limit", limit}, 1, "the limit is no number");
  for (const char* pause : {"-1", "3601"}) expect_refused({"peer", "edit", "mill", "--pause", pause}, 1, "the pause is no number");
  for (const char* url : {"", "mill.example", "javascript:alert(1)", "file:///etc/passwd"})
    expect_refused({"peer", "edit", "mill", "--url", url}, 1, "no web address");
  for (const char* url : {"http://10.0.0.1/oai", "http://169.254.169.254/", "https://user:pass@mill.example/oai"})
    expect_refused({"peer", "edit", "mill", "--url", url}, 1, "commonplace.toml");
  for (const char* option : {"--limit", "--pause", "--mend", "--friend"}) expect_refused({"peer", "edit", "mill", option, "maybe"}, 2, option);
  expect_refused({"peer", "edit", "nobody", "--pause", "1"}, 1, "no peer of this name");
  expect_refused({"peer", "edit"}, 2, "NAME is required");
}

TEST_F(Keeper, WhatIsNoSourceIsNotAdded) {
  expect_refused({"peer", "add", "mill.example"}, 1, "no web address");
  expect_refused({"peer", "add", ""}, 1, "no web address");
  expect_refused({"peer", "add", "http://10.0.0.1/oai"}, 1, "commonplace.toml");
  expect_refused({"peer", "add", std::string(100'000, 'x')}, 1, "no web address");
  expect_refused({"peer", "add", mill_.url(), "--kind", "gopher"}, 2, "--kind");
  expect_refused({"peer", "add"}, 2, "URL is required");
  RawServer web([](RawServer&, int socket, const std::string&) { return RawServer::send_bytes(socket, harvest::http_reply(200, "", "<html>")); });
  expect_refused({"peer", "add", web.url("/page")}, 1, "Nothing was found that can be harvested");
  EXPECT_EQ(hub_.answer({"peer", "list"}).at("peers").size(), 0u);
}

TEST_F(Keeper, Oai36NamesAFriendOnlyOnceItHasAgreed) {
  add(5);
  hub_.harvest("mill");
  hub_.serve();
  const auto friends = [&] { return hub_.get("/oai?verb=Identify").body; };
  EXPECT_THAT(friends(), Not(HasSubstr(mill_.url())));

  EXPECT_EQ(hub_.answer({"peer", "edit", "mill", "--friend", "true"}).at("friend"), true);
  EXPECT_TRUE(hub_.soon([&] { return friends().find("<baseURL>" + mill_.url() + "</baseURL>") != std::string::npos; }));
  hub_.answer({"peer", "block", "mill"});
  EXPECT_TRUE(hub_.soon([&] { return friends().find(mill_.url()) == std::string::npos; }));

  EXPECT_EQ(hub_.answer({"peer", "add", mill_.url("/list.csv"), "--kind", "file", "--name", "file"}).at("friend"), false);
  expect_refused({"peer", "edit", "file", "--friend", "true"}, 1, "only sources with an OAI-PMH address");
}

TEST_F(Keeper, Har6SaysWhatToDoAboutASourceThatHasMovedForGood) {
  add(5);
  mill_.moved = true;

  const auto visit = hub_.run({"harvest", "mill"});

  EXPECT_EQ(visit.exit_code, 0) << visit.out;
  const auto words = "\"commonplace peer edit mill --url " + mill_.url("/new/oai") + "\"";
  EXPECT_THAT(visit.out, HasSubstr(words));
  EXPECT_THAT(hub_.run({"peer", "show", "mill"}).out, HasSubstr(words));
  EXPECT_EQ(hub_.answer({"peer", "show", "mill"}).at("moved_to"), mill_.url("/new/oai"));
  EXPECT_EQ(hub_.answer({"peer", "show", "mill"}).at("url"), mill_.url()) << "nothing is taken over by itself";
  EXPECT_EQ(hub_.answer({"peer", "edit", "mill", "--url", mill_.url("/new/oai")}).at("moved_to"), "");
}

TEST_F(Keeper, Har32TellsOfEachPage) {
  add(50);

  const auto lines = lines_of(hub_.run({"harvest", "mill", "--json"}).out);

  ASSERT_EQ(lines.size(), 4u) << "three pages and the end";
  for (std::size_t i = 0; i < 3; ++i) {
    const auto page = *json::parse(lines[i]);
    EXPECT_EQ(page.at("peer"), "mill");
    EXPECT_EQ(page.at("page"), i + 1);
    EXPECT_EQ(page.at("offered"), i < 2 ? (i + 1) * 20 : 50);
    EXPECT_EQ(page.at("declared"), 50);
    EXPECT_EQ(page.at("set_aside"), 0);
    EXPECT_EQ(page.at("lost"), 0);
  }
  EXPECT_EQ(json::parse(lines[3])->at("outcome"), "complete");
}

TEST_F(Keeper, Har32ShowsABarOnATerminal) {
  if (!is_on_path("script")) GTEST_SKIP() << "SKIP: script (bsdutils) is not installed";
  add(50);
  auto command = hub_.command({"harvest", "mill"});
  std::string line;
  for (const auto& word : command.words) line += "'" + word + "' ";
  command.words = {"script", "--quiet", "--return", "--command", line, "/dev/null"};

  const auto seen = run(command);

  EXPECT_EQ(seen.exit_code, 0);
  EXPECT_THAT(seen.out, AllOf(HasSubstr("mill: [==="), HasSubstr("20 of 50"), HasSubstr("/s, page 1"), HasSubstr(" s left")));
}

TEST_F(Keeper, Har33StopsWithinASecondAndGoesOnFromTheCursor) {
  add(50);
  mill_.hangs = true;
  Process visit(hub_.command({"harvest", "mill", "--json"}));
  for (int i = 0; i < 500 && lines_of(visit.out()).empty(); ++i) visit.wait(milliseconds(20));
  ASSERT_EQ(lines_of(visit.out()).size(), 1u) << visit.err();

  visit.send_signal(SIGINT);
  const auto exit_code = visit.wait(milliseconds(5000));

  ASSERT_TRUE(exit_code);
  EXPECT_EQ(*exit_code, 9) << visit.out() << visit.err();
  mill_.hangs = false;
  const auto next = hub_.harvest("mill");
  EXPECT_EQ(next.at("outcome"), "complete");
  EXPECT_EQ(next.at("offered"), 50);
  EXPECT_EQ(live(), 50);
}

}  // namespace
}  // namespace commonplace::testing
