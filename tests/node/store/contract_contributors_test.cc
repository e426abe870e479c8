// The contract of contributors: slugs given once (CONTRACT §4), looks changed in place.
#include "tests/node/store/contract.h"

namespace commonplace::store {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::MatchesRegex;
using testing::SizeIs;

TEST_P(StoreContract, GivesBackAContributorWhole) {
  model::Contributor made = profile("hill.example", "hill");
  made.logo = "https://hill.example/logo.svg";
  made.colour = "#2B3A8F";
  made.mark = "H";
  made.message = "Free visits, on Tuesdays: 1,2";
  made.links = {{"Shop, 5:x", "https://hill.example/shop"}, {"", ""}};

  const ContributorId id = store_->put_contributor(made, false);

  EXPECT_EQ(store_->contributor(id)->profile, made);
  EXPECT_FALSE(store_->contributor(id)->hosted_here);
  EXPECT_EQ(store_->contributor_by_slug("hill")->id, id);
  EXPECT_EQ(store_->contributor_by_set(made.set)->id, id);
  EXPECT_FALSE(store_->contributor(id + 1));
  EXPECT_FALSE(store_->contributor_by_slug("nobody"));
  EXPECT_FALSE(store_->contributor_by_set(""));
}

TEST_P(StoreContract, ALookIsChangedInPlaceAndStampsNoRecord) {
  write(draft("1", gallery_), 10);
  const Seq seq = store_->last_seq();
  model::Contributor changed = profile("river.example");
  changed.name = "River Gallery";
  changed.colour = "#C2410C";
  changed.slug = "another-wish";

  EXPECT_EQ(store_->put_contributor(changed, true), gallery_);

  EXPECT_EQ(store_->contributor(gallery_)->profile.name, "River Gallery");
  EXPECT_EQ(store_->contributor(gallery_)->profile.colour, "#C2410C");
  EXPECT_EQ(store_->contributor(gallery_)->profile.slug, "river-gallery");
  EXPECT_EQ(store_->last_seq(), seq);
  EXPECT_EQ(there("1").datestamp, after(10));
}

TEST_P(StoreContract, ListsContributorsByName) {
  for (const auto* name : {"zoo", "Abbey", "mill"}) {
    model::Contributor made = profile("x.example", name);
    made.name = name;
    write(draft(name, store_->put_contributor(made, false)));
  }
  store_->put_contributor(profile("nothing.example"), false);  // nothing of it is or was public
  std::vector<std::string> listed;
  for (const auto& one : store_->contributors()) listed.push_back(one.profile.name);

  EXPECT_THAT(listed, ElementsAre("Abbey", profile("x").name, "mill", "zoo"));
}

TEST_P(StoreContract, ATakenSlugOfAnotherNodeGetsTheFirstLabelOfItsHost) {
  const auto slug_of = [&](std::string_view host, bool hosted_here) {
    model::Contributor made = profile(host, "river-gallery");
    made.set = fmt::format("contributor:{}!{}", host, hosted_here);
    return store_->contributor(store_->put_contributor(made, hosted_here))->profile.slug;
  };

  EXPECT_EQ(slug_of("North.museums.example", false), "river-gallery-north");
  EXPECT_EQ(slug_of("north.other.example", false), "river-gallery-north-2");
  EXPECT_EQ(slug_of("river.example", false), "river-gallery-river");
  EXPECT_EQ(slug_of("local.example", true), "river-gallery-2");
  EXPECT_EQ(slug_of("local2.example", true), "river-gallery-3");
  expect_sound();
}

TEST_P(StoreContract, EverySlugIsASlugWhateverWasWished) {
  int n = 0;
  const std::string longest(40, 'a');
  for (const std::string& wish :
       std::vector<std::string>{"", "UPPER", "9lives", "a b", "' OR 1", "-x", longest, longest, std::string(400, 'b')}) {
    model::Contributor made = profile("some-very-long-host-label-indeed-it-is.example", "x");
    made.slug = wish;
    made.set = fmt::format("contributor:{}", ++n);

    const auto id = store_->put_contributor(made, false);

    EXPECT_THAT(store_->contributor(id)->profile.slug, MatchesRegex("[a-z][a-z0-9-]*")) << wish;
    EXPECT_LE(store_->contributor(id)->profile.slug.size(), 40U);
  }
}

TEST_P(StoreContract, ASlugOnceGivenIsNeverGivenToAnother) {
  const ContributorId other = store_->put_contributor(profile("hill.example", "hill"), true);

  EXPECT_TRUE(store_->rename_contributor(gallery_, "river"));
  EXPECT_EQ(store_->contributor(gallery_)->profile.slug, "river");
  EXPECT_FALSE(store_->contributor_by_slug("river-gallery"));
  EXPECT_FALSE(store_->rename_contributor(other, "river-gallery")) << "it was the gallery's";
  EXPECT_FALSE(store_->rename_contributor(other, "river"));
  EXPECT_FALSE(store_->rename_contributor(other, "No Slug"));
  EXPECT_FALSE(store_->rename_contributor(4711, "free"));
  EXPECT_TRUE(store_->rename_contributor(gallery_, "river-gallery")) << "its own former one";
  model::Contributor late = profile("late.example", "river");
  EXPECT_EQ(store_->contributor(store_->put_contributor(late, true))->profile.slug, "river-2");
  expect_sound();
}

TEST_P(StoreContract, AContributorNeedsASet) {
  EXPECT_THROW(store_->put_contributor(model::Contributor{}, true), StoreError);
}

}  // namespace commonplace::store
