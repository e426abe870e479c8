// The data folder and what lies in it: made once, opened with care, locked by one; logos and organisations.
#include <fcntl.h>
#include <sys/stat.h>

#include <fstream>

#include "node/app/folder_lock.h"
#include "node/app/media.h"
#include "node/app/organisations.h"
#include "schemas/formats/identifier.h"
#include "tests/node/app/ground.h"

namespace commonplace::app {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;

NewNode wish(const std::string& path) {
  return {path, "River Museum", "https://river.example", "", "", "", ""};
}

TEST(MakeDesk, MakesAFolderThatOpens) {
  Ground ground;
  const auto made = ground.desk();

  const auto opened = open_desk(ground.path("river.example"));

  ASSERT_TRUE(opened) << opened.problem().what;
  EXPECT_EQ(opened->identity_host, "river.example");
  EXPECT_EQ(opened->own().profile, made.own().profile);
  EXPECT_EQ(opened->own().profile.home, "https://river.example");
  EXPECT_EQ(opened->token_key, made.token_key);
}

TEST(MakeDesk, RefusesToDoItTwiceAndLeavesTheFirstAlone) {
  Ground ground;
  const auto id = ground.desk().own();

  const auto again = make_desk({ground.path("river.example"), "Other", "https://other.example", "", "", "", ""});

  ASSERT_FALSE(again);
  EXPECT_EQ(again.problem().kind, "exists");
  EXPECT_EQ(open_desk(ground.path("river.example"))->own().profile.name, "River Museum");
}

TEST(MakeDesk, FinishesWhatWasCutShort) {
  Ground ground;
  std::string key;
  {
    const auto first = ground.desk();
    key = first.token_key;
  }
  fs::remove(ground.path("river.example") + "/commonplace.toml");  // the configuration is written last

  const auto finished = make_desk(wish(ground.path("river.example")));

  ASSERT_TRUE(finished) << finished.problem().what;
  EXPECT_EQ(finished->token_key, key);
  EXPECT_EQ(finished->store->contributors().size(), 1u);
}

TEST(MakeDesk, CanBeCalledAgainAfterEachMistake) {
  Ground ground;
  const auto path = ground.path("node");
  auto bad = wish(path);
  bad.base_url = "river.example";
  EXPECT_FALSE(make_desk(bad));
  bad = wish(path);
  bad.colour = "blue-ish";
  EXPECT_EQ(make_desk(bad).problem().kind, "bad-colour");
  bad = wish(path);
  bad.name = "  ";
  EXPECT_EQ(make_desk(bad).problem().kind, "missing-name");
  bad = wish(path);
  bad.slug = "Not A Slug";
  EXPECT_EQ(make_desk(bad).problem().kind, "bad-slug");
  bad = wish(path);
  bad.home = "javascript:alert(1)";
  EXPECT_EQ(make_desk(bad).problem().kind, "bad-url");
  bad = wish(path);
  bad.logo_file = ground.file("logo.svg", "<svg/>");
  EXPECT_FALSE(make_desk(bad));

  EXPECT_TRUE(make_desk(wish(path)));
}

TEST(MakeDesk, SaysSoWhereNoFolderCanBe) {
  Ground ground;
  const auto made = make_desk(wish(ground.file("a-file", "x")));

  ASSERT_FALSE(made);
  EXPECT_FALSE(made.problem().fix.empty());
}

TEST(OpenDesk, NamesWhatIsMissing) {
  Ground ground;
  EXPECT_EQ(open_desk(ground.path("nothing")).problem().kind, "no-node");
}

TEST(OpenDesk, RefusesKeysThatOthersMayReadAndNamesChmod) {
  Ground ground;
  { const auto desk = ground.desk(); }
  for (const auto* name : {"token.key", "root.key"}) {
    const auto key = ground.path("river.example") + "/keys/" + name;
    chmod(key.c_str(), 0644);

    const auto opened = open_desk(ground.path("river.example"));

    ASSERT_FALSE(opened) << name;
    EXPECT_THAT(opened.problem().fix, HasSubstr("chmod 600")) << name;
    chmod(key.c_str(), 0600);
  }
  EXPECT_TRUE(open_desk(ground.path("river.example")));
}

TEST(OpenDesk, RefusesADamagedKeyAndAMissingOne) {
  Ground ground;
  { const auto desk = ground.desk(); }
  const auto key = ground.path("river.example") + "/keys/token.key";
  fs::resize_file(key, 3);
  EXPECT_FALSE(open_desk(ground.path("river.example")));
  fs::remove(key);
  EXPECT_FALSE(open_desk(ground.path("river.example")));
}

TEST(OpenDesk, NoticesThatTheNodeHasMovedToAnotherHost) {
  Ground ground;
  { const auto desk = ground.desk(); }
  std::ofstream(ground.path("river.example") + "/commonplace.toml") << "base_url = \"https://elsewhere.example\"\n";

  EXPECT_EQ(open_desk(ground.path("river.example")).problem().kind, "identity-changed");
}

TEST(Keys, AreForTheKeeperAlone) {
  Ground ground;
  const auto desk = ground.desk();
  for (const auto& entry : fs::directory_iterator(ground.path("river.example") + "/keys")) {
    struct stat about {};
    ASSERT_EQ(stat(entry.path().c_str(), &about), 0);
    EXPECT_EQ(about.st_mode & 0777, 0600u) << entry.path();
  }
}

TEST(FolderLock, IsHeldByOneAndNamesIt) {
  Ground ground;
  const auto path = ground.path("lock");
  {
    const auto first = FolderLock::take(path);
    ASSERT_TRUE(first);

    const auto second = FolderLock::take(path);

    ASSERT_FALSE(second);
    EXPECT_EQ(second.problem().kind, "in-use");
    EXPECT_THAT(second.problem().what, HasSubstr(std::to_string(getpid())));
  }
  EXPECT_TRUE(FolderLock::take(path));
}

TEST(FolderLock, SaysSoWhereItCannotBeWritten) {
  Ground ground;
  EXPECT_FALSE(FolderLock::take(ground.path("no-folder") + "/lock"));
}

TEST(Media, KnowsPicturesByTheirFirstBytes) {
  EXPECT_EQ(picture_kind(png()), "png");
  EXPECT_EQ(picture_kind(jpeg()), "jpg");
  EXPECT_EQ(picture_kind(webp()), "webp");
  for (const auto& bytes :
       {std::string(), std::string("<svg xmlns='http://www.w3.org/2000/svg'/>"), std::string("GIF89a"),
        png().substr(0, 20), jpeg().substr(0, 5), webp().substr(0, 12), "<html>" + png(), std::string("RIFF"),
        std::string("\xff\xd8\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff")})
    EXPECT_EQ(picture_kind(bytes), std::nullopt) << bytes.substr(0, 10);
}

TEST(Media, RefusesPicturesThatSayTheyAreHuge) {
  for (const auto& [width, height] : {std::pair{1025u, 10u}, {10u, 1025u}, {0u, 10u}, {4'000'000'000u, 10u}})
    EXPECT_EQ(picture_kind(png(width, height)), std::nullopt) << width;
  EXPECT_EQ(picture_kind(jpeg(60'000, 10)), std::nullopt);
  auto wide = webp();
  wide[25] = '\x40';  // 16,448 pixels
  EXPECT_EQ(picture_kind(wide), std::nullopt);
}

TEST(Media, KeepsAPictureOnceUnderTheNameOfItsBytes) {
  Ground ground;
  const auto folder = ground.path("media");

  const auto name = keep_logo(folder, png());

  ASSERT_TRUE(name) << name.problem().what;
  EXPECT_THAT(*name, MatchesRegex("[0-9a-f]{64}\\.png"));
  EXPECT_EQ(*keep_logo(folder, png()), *name);
  EXPECT_EQ(std::distance(fs::directory_iterator(folder), fs::directory_iterator()), 1);
}

TEST(Media, RefusesSvgTooMuchAndWhatCannotBeRead) {
  Ground ground;
  const auto folder = ground.path("media");
  EXPECT_EQ(keep_logo(folder, "<svg onload='alert(1)'/>").problem().kind, "wrong-kind");
  EXPECT_EQ(keep_logo(folder, png() + std::string(most_logo_bytes, 'x')).problem().kind, "too-large");
  EXPECT_EQ(keep_logo(folder, "").problem().kind, "wrong-kind");
  EXPECT_FALSE(keep_logo_file(folder, ground.path("missing.png")));
  EXPECT_FALSE(keep_logo_file(folder, ground.path("")));
  EXPECT_FALSE(keep_logo_file(folder, ground.file("big.png", png() + std::string(2'000'000, 'x'))));
  EXPECT_FALSE(fs::exists(folder) && !fs::is_empty(folder));
}

class Organisations : public ::testing::Test {
 protected:
  static KitChange kit(const std::string& name, std::optional<std::string> slug = {}) {
    KitChange out;
    out.name = name;
    out.slug = std::move(slug);
    return out;
  }

  Ground ground_;
  Desk desk_ = ground_.desk();
};

TEST_F(Organisations, HaveAShortNameMadeFromTheirName) {
  EXPECT_EQ(add_organisation(desk_, kit("Amgueddfa Ŵyr & Sêr"))->profile.slug, formats::slug("Amgueddfa Ŵyr & Sêr"));
  EXPECT_THAT(add_organisation(desk_, kit("1066 Museum"))->profile.slug, MatchesRegex("org-.*"));
  EXPECT_THAT(add_organisation(desk_, kit("متحف النور"))->profile.slug, MatchesRegex("[a-z][a-z0-9-]{0,39}"));
}

TEST_F(Organisations, WithTheSameNameGetANumber) {
  const std::string longest(60, 'a');
  for (const auto& name : {std::string("Oriel"), longest}) {
    const auto first = add_organisation(desk_, kit(name));
    const auto second = add_organisation(desk_, kit(name));
    ASSERT_TRUE(first && second);
    EXPECT_NE(first->profile.slug, second->profile.slug);
    EXPECT_NE(first->profile.set, second->profile.set);
    EXPECT_LE(second->profile.slug.size(), 40u);
  }
}

TEST_F(Organisations, AreRefusedAShortNameThatIsTakenOrNone) {
  ASSERT_TRUE(add_organisation(desk_, kit("Oriel")));
  EXPECT_EQ(add_organisation(desk_, kit("Other", "oriel")).problem().kind, "slug-taken");
  for (const auto* slug : {"", "Oriel", "a b", "1st", "../x", "ŵy", "a_b"})
    EXPECT_EQ(add_organisation(desk_, kit("Other", slug)).problem().kind, "bad-slug") << slug;
}

TEST_F(Organisations, KeepTheirOldShortNameToThemselves) {
  ASSERT_TRUE(add_organisation(desk_, kit("Oriel")));
  ASSERT_TRUE(edit_organisation(desk_, "oriel", kit("Oriel", "gallery")));
  ASSERT_TRUE(add_organisation(desk_, kit("Other")));

  EXPECT_EQ(add_organisation(desk_, kit("Third", "oriel")).problem().kind, "slug-taken");
  EXPECT_EQ(edit_organisation(desk_, "other", kit("Other", "oriel")).problem().kind, "slug-taken");
  EXPECT_EQ(edit_organisation(desk_, "other", kit("Other", "gallery")).problem().kind, "slug-taken");
  EXPECT_TRUE(edit_organisation(desk_, "gallery", kit("Oriel", "oriel")));
}

TEST_F(Organisations, HaveColoursLinksAndMarksThatAreChecked) {
  for (const auto* colour : {"red", "#12", "#12345g", "#1234567", "#12345;", "url(x)"}) {
    auto wrong = kit("Oriel");
    wrong.colour = colour;
    EXPECT_EQ(add_organisation(desk_, wrong).problem().kind, "bad-colour") << colour;
  }
  for (const auto* home : {"javascript:alert(1)", "oriel.example", "data:text/html,x", "https://"}) {
    auto wrong = kit("Oriel");
    wrong.home = home;
    EXPECT_EQ(add_organisation(desk_, wrong).problem().kind, "bad-url") << home;
  }
  EXPECT_EQ(add_organisation(desk_, kit("")).problem().kind, "missing-name");
  EXPECT_EQ(add_organisation(desk_, kit(std::string(301, 'x'))).problem().kind, "missing-name");
  EXPECT_EQ(desk_.store->contributors().size(), 1u);
}

TEST_F(Organisations, ChangeOnlyWhatIsNamed) {
  auto kit_with_all = kit("Oriel");
  kit_with_all.colour = "#112233";
  kit_with_all.home = "https://oriel.example/";
  kit_with_all.logo_file = ground_.file("logo.png", png());
  const auto before = *add_organisation(desk_, kit_with_all);
  KitChange message;
  message.message = "New this term";

  const auto after = *edit_organisation(desk_, "oriel", message);

  auto expected = before.profile;
  expected.message = "New this term";
  EXPECT_EQ(after.profile, expected);
  EXPECT_THAT(after.profile.logo, MatchesRegex("https://river\\.example/media/[0-9a-f]{64}\\.png"));
}

TEST_F(Organisations, OfOtherNodesCannotBeEdited) {
  model::Contributor foreign;
  foreign.name = "Foreign";
  foreign.slug = "foreign";
  foreign.host = "elsewhere.example";
  foreign.set = formats::contributor_set("elsewhere.example", "");
  desk_.store->put_contributor(foreign, false);

  EXPECT_EQ(edit_organisation(desk_, "foreign", kit("Mine now")).problem().kind, "no-such-contributor");
}

}  // namespace
}  // namespace commonplace::app
