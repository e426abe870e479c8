// The contract of frameworks: replaced whole, with their history and links; switched off; links between statements.
#include <utility>

#include "tests/node/store/contract.h"

namespace commonplace::store {
namespace {

FrameworkImport whole_framework() {
  FrameworkImport import;
  import.framework = {.id = "arts",
                      .uri = "https://framework.example/arts",
                      .same_as = {"urn:uuid:1", "urn:uuid:2"},
                      .title = {{"en", "Arts"}, {"cy", "Y celfyddydau"}},
                      .publisher = "Arts Council",
                      .jurisdiction = "wales",
                      .languages = {"en", "cy"},
                      .version = "2",
                      .adoption_status = "Adopted",
                      .licence = "https://creativecommons.org/licenses/by/4.0/",
                      .attribution = "© Arts <Council>",
                      .source_url = "https://framework.example/arts.json",
                      .source_format = "case",
                      .sha256 = "ab",
                      .imported_at = "2026-01-01T00:00:00Z",
                      .imported_by = "keeper",
                      .changed_at = "2026-01-02T00:00:00Z",
                      .notes = "seen, 5:x",
                      .is_local = true,
                      .is_off = false,
                      .extra = R"({"CFRubrics":[]})"};
  import.statements = {{.id = "1",
                        .uri = "https://framework.example/arts/1",
                        .code = "1",
                        .text = {{"cy", "Lliw"}, {"en", "Colour"}},
                        .type = "Strand",
                        .parent = "",
                        .sequence = 1,
                        .levels = {"wales-ps2"},
                        .subjects = {"art-and-design"},
                        .same_as = {"https://example.org/1"},
                        .case_guid = "0b8d",
                        .abbreviated = {{"en", "Col."}},
                        .context = {{"en", "hue"}},
                        .ages = model::AgeRange{5, 8},
                        .is_retired = true,
                        .replaced_by = {"https://framework.example/arts/2"},
                        .changed_at = "2026-01-01T00:00:00Z",
                        .extra = R"({"CFItem":{"x":1}})"},
                       {.id = "2", .uri = "https://framework.example/arts/2", .code = "", .text = {{"en", "Hue"}},
                        .type = "", .parent = "https://framework.example/arts/1", .sequence = 1, .levels = {},
                        .subjects = {}, .same_as = {}, .case_guid = {}, .abbreviated = {}, .context = {}, .ages = {},
                        .is_retired = false, .replaced_by = {}, .changed_at = {}, .extra = {}}};
  import.links = {{.id = 0,
                   .origin = "https://framework.example/arts/1",
                   .relation = model::Relation::skill_level,
                   .destination = "https://elsewhere.example/9",
                   .framework = "",
                   .asserted_by = "Arts Council",
                   .method = "identifier",
                   .confidence = 80,
                   .reviewed_by = "keeper",
                   .reviewed_at = "2026-01-01T00:00:00Z",
                   .licence = "https://creativecommons.org/publicdomain/zero/1.0/",
                   .source = "https://framework.example/links",
                   .state = model::LinkState::proposed,
                   .extra = "{}"}};
  import.past = {{"https://framework.example/arts/1", "2026-01-01T00:00:00Z", "0", {{"en", "Colours"}}, ""}};
  return import;
}

model::StatementLink link_of(std::string origin, std::string destination, std::string owner) {
  model::StatementLink link;
  link.origin = std::move(origin);
  link.relation = model::Relation::close;
  link.destination = std::move(destination);
  link.asserted_by = std::move(owner);
  return link;
}

}  // namespace

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

TEST_P(StoreContract, ReplacesAFrameworkWhole) {
  model::Framework framework;
  framework.id = "history";
  framework.uri = "https://framework.example/history";
  framework.title = {{"en", "History, 3:abc"}, {"cy", "Hanes"}};
  framework.languages = {"en", "cy"};
  framework.imported_at = "2026-01-01T00:00:00Z";
  model::Statement old;
  old.id = "old";
  store_->put_framework(framework, {old, old});
  model::Statement made;
  made.id = "1.1";
  made.uri = "https://framework.example/history/1.1";
  made.text = {{"en", "Know <&' the kings 🌉"}};
  made.levels = {"england-ks2", "england-ks3"};
  made.subjects = {"history"};
  framework.version = "2";

  store_->put_framework(framework, {made});
  reopen();

  ASSERT_THAT(store_->frameworks(), SizeIs(1));
  EXPECT_EQ(store_->framework("history")->title, framework.title);
  EXPECT_EQ(store_->framework("history")->languages, framework.languages);
  EXPECT_EQ(store_->framework("history")->version, "2");
  EXPECT_FALSE(store_->framework("geography"));
  const auto statements = store_->statements("history");
  ASSERT_THAT(statements, SizeIs(1));
  EXPECT_EQ(statements[0].text, made.text);
  EXPECT_EQ(statements[0].levels, made.levels);
  EXPECT_EQ(statements[0].subjects, made.subjects);
  EXPECT_THAT(store_->statements("geography"), IsEmpty());
  expect_sound();
}

TEST_P(StoreContract, GivesBackEveryFieldOfAFramework) {
  const auto import = whole_framework();

  store_->put_framework(import);
  reopen();

  EXPECT_EQ(store_->framework("arts"), import.framework);
  auto listed = import.statements[0];
  listed.extra.clear();
  EXPECT_THAT(store_->statements("arts"), ElementsAre(listed, import.statements[1]));
  EXPECT_THAT(store_->statement_extras("arts"), ElementsAre(import.statements[0].extra, ""));
  EXPECT_EQ(store_->past_statements("arts"), import.past);
  ASSERT_THAT(store_->links(), SizeIs(1));
  auto link = import.links[0];
  link.id = store_->links()[0].id;
  link.framework = "arts";
  EXPECT_EQ(store_->link(link.id), link);
  expect_sound();
}

TEST_P(StoreContract, HistoryOfStatementsGrowsWithEachImport) {
  store_->put_framework(whole_framework());
  store_->put_framework(whole_framework());

  EXPECT_THAT(store_->past_statements("arts"), SizeIs(2));
}

TEST_P(StoreContract, AFrameworkThatIsSwitchedOffIsKeptButNotShown) {
  store_->put_framework(whole_framework());

  EXPECT_TRUE(store_->switch_framework("arts", false));
  EXPECT_FALSE(store_->switch_framework("music", false));

  EXPECT_THAT(store_->frameworks(), IsEmpty());
  EXPECT_THAT(store_->all_frameworks(), SizeIs(1));
  EXPECT_TRUE(store_->framework("arts")->is_off);
  EXPECT_THAT(store_->statements("arts"), SizeIs(2));
  EXPECT_TRUE(store_->switch_framework("arts", true));
  EXPECT_THAT(store_->frameworks(), SizeIs(1));
}

TEST_P(StoreContract, RemovesAFrameworkWithAllThatCameWithIt) {
  store_->put_framework(whole_framework());
  store_->put_link(link_of("a", "b", "somebody"));

  EXPECT_TRUE(store_->remove_framework("arts"));
  EXPECT_FALSE(store_->remove_framework("arts"));

  EXPECT_THAT(store_->all_frameworks(), IsEmpty());
  EXPECT_THAT(store_->statements("arts"), IsEmpty());
  EXPECT_THAT(store_->past_statements("arts"), IsEmpty());
  ASSERT_THAT(store_->links(), SizeIs(1));
  EXPECT_EQ(store_->links()[0].asserted_by, "somebody");
  expect_sound();
}

TEST_P(StoreContract, OneLinkIsOneOriginRelationDestinationAndOwner) {
  auto link = link_of("a", "b", "x");
  const auto id = store_->put_link(link);
  link.confidence = 40;
  link.state = model::LinkState::off;

  EXPECT_EQ(store_->put_link(link), id);
  link.asserted_by = "y";
  EXPECT_NE(store_->put_link(link), id);

  EXPECT_THAT(store_->links(), SizeIs(2));
  EXPECT_EQ(store_->link(id)->confidence, 40);
  EXPECT_EQ(store_->link(id)->state, model::LinkState::off);
  EXPECT_TRUE(store_->remove_link(id));
  EXPECT_FALSE(store_->remove_link(id));
  EXPECT_FALSE(store_->link(id));
}

TEST_P(StoreContract, AnImportKeepsWhatWasSaidOfItsLinks) {
  auto import = whole_framework();
  import.links.push_back(link_of("a", "c", "Arts Council"));
  import.links.push_back(link_of("a", "d", "Arts Council"));
  store_->put_framework(import);
  auto judged = store_->links()[1];
  judged.state = model::LinkState::off;
  judged.reviewed_at = "2026-02-02T00:00:00Z";
  store_->put_link(judged);

  import.links.resize(1);
  store_->put_framework(import);

  ASSERT_THAT(store_->links(), SizeIs(2)) << "what somebody reviewed stays, what nobody did goes";
  EXPECT_EQ(store_->links()[1], judged);
  import.links.push_back(link_of("a", "c", "Arts Council"));
  store_->put_framework(import);
  EXPECT_EQ(store_->links()[1], judged);
}

TEST_P(StoreContract, TheVersionOfTheCurriculumGoesUpWithEveryChangeOfIt) {
  auto before = store_->curriculum_version();
  const auto is_raised = [&] { return std::exchange(before, store_->curriculum_version()) != before; };

  write(draft("1", gallery_), 10);
  EXPECT_FALSE(is_raised());
  store_->put_framework(whole_framework());
  EXPECT_TRUE(is_raised());
  const auto id = store_->put_link(link_of("a", "b", "x"));
  EXPECT_TRUE(is_raised());
  store_->remove_link(id);
  EXPECT_TRUE(is_raised());
  store_->switch_framework("arts", false);
  EXPECT_TRUE(is_raised());
  store_->remove_framework("arts");
  EXPECT_TRUE(is_raised());
}

TEST_P(StoreContract, StatementsComeParentsBeforeChildrenInSequence) {
  const auto statement = [](std::string uri, std::string parent, int sequence) {
    model::Statement made;
    made.uri = std::move(uri);
    made.parent = std::move(parent);
    made.sequence = sequence;
    return made;
  };
  model::Framework framework;
  framework.id = "f";

  store_->put_framework(framework, {statement("a2", "a", 2), statement("a1", "a", 1), statement("loop1", "loop2", 0),
                                    statement("loop2", "loop1", 0), statement("b", "", 9), statement("a1x", "a1", 0),
                                    statement("a", "", 1), statement("orphan", "elsewhere", 20)});

  std::vector<std::string> uris;
  for (const auto& one : store_->statements("f")) uris.push_back(one.uri);
  EXPECT_THAT(uris, ElementsAre("a", "a1", "a1x", "a2", "b", "orphan", "loop1", "loop2"));
}

}  // namespace commonplace::store
