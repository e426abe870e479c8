#include "ui/pages.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "tests/ui/markup.h"
#include "tests/ui/sample.h"

namespace commonplace::ui {
namespace {

using ::testing::AnyOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

std::size_t count(std::string_view text, std::string_view part) {
  std::size_t found = 0;
  for (auto at = text.find(part); at != std::string_view::npos; at = text.find(part, at + part.size())) ++found;
  return found;
}

TEST(Pages, AreWellFormed) {
  for (const auto& [name, html] : sample::all_pages()) {
    EXPECT_THAT(read_markup(html).problems, IsEmpty()) << name;
    EXPECT_THAT(html, Not(HasSubstr("{{"))) << name;
  }
}

TEST(Ui9, EveryPageHasOneHeadingOneMainAndASkipLink) {
  for (const auto& [name, html] : sample::all_pages()) {
    const Markup markup = read_markup(html);

    EXPECT_EQ(markup.all("h1").size(), 1U) << name;
    ASSERT_EQ(markup.all("main").size(), 1U) << name;
    EXPECT_EQ(markup.all("main").front()->attributes.at("id"), "main") << name;
    EXPECT_THAT(html, HasSubstr("<a class=\"skip\" href=\"#main\">")) << name;
    EXPECT_EQ(markup.all("html").front()->attributes.at("lang"), "en-GB") << name;
  }
}

TEST(Ui9, LandmarksHaveNamesOfTheirOwn) {
  for (const auto& [name, html] : sample::all_pages()) {
    const Markup markup = read_markup(html);
    std::set<std::string> names;
    for (const auto* landmark : {"nav", "aside"}) {
      for (const Element* element : markup.all(landmark)) {
        const auto& attributes = element->attributes;
        const bool labelled = attributes.contains("aria-label") || attributes.contains("aria-labelledby");
        ASSERT_TRUE(labelled) << name;
        const auto& label =
            attributes.contains("aria-label") ? attributes.at("aria-label") : attributes.at("aria-labelledby");
        EXPECT_TRUE(names.insert(label).second) << name << ": " << label;
      }
    }
  }
}

TEST(Ui9, IdsAreUniqueAndLabelsPointSomewhere) {
  for (const auto& [name, html] : sample::all_pages()) {
    const Markup markup = read_markup(html);
    std::set<std::string> ids;
    for (const Element& element : markup.elements) {
      const auto id = element.attributes.find("id");
      const bool repeated = id != element.attributes.end() && !ids.insert(id->second).second;
      EXPECT_FALSE(repeated) << name;
    }
    for (const Element& element : markup.elements) {
      for (const auto* pointer : {"for", "aria-labelledby"}) {
        const auto target = element.attributes.find(pointer);
        const bool dangling = target != element.attributes.end() && !ids.contains(target->second);
        EXPECT_FALSE(dangling) << name << ": " << pointer;
      }
    }
  }
}

TEST(Ui9, ImagesHaveAnAltAndFieldsHaveANameToRead) {
  for (const auto& [name, html] : sample::all_pages()) {
    const Markup markup = read_markup(html);
    std::set<std::string> labelled;
    for (const Element* label : markup.all("label")) {
      if (label->attributes.contains("for")) labelled.insert(label->attributes.at("for"));
    }
    for (const Element* image : markup.all("img")) EXPECT_TRUE(image->attributes.contains("alt")) << name;
    for (const Element* select : markup.all("select")) {
      const bool named = select->attributes.contains("aria-label") ||
                         (select->attributes.contains("id") && labelled.contains(select->attributes.at("id")));
      EXPECT_TRUE(named) << name;
    }
    for (const Element* input : markup.all("input")) {
      const bool typed = input->attributes.at("type") == "search";
      EXPECT_TRUE(!typed || labelled.contains(input->attributes.at("id"))) << name;
    }
  }
}

// The CSP of security.md §8: nothing inline, nothing from elsewhere.
TEST(Ui215, PagesKeepTheContentSecurityPolicy) {
  for (const auto& [name, html] : sample::all_pages()) {
    for (const Element& element : read_markup(html).elements) {
      for (const auto& [attribute, value] : element.attributes) {
        EXPECT_NE(attribute, "style") << name;
        EXPECT_FALSE(attribute.starts_with("on")) << name << ": " << attribute;
        if (attribute == "src" ||
            (element.name == "link" && element.attributes.at("rel") == "stylesheet" && attribute == "href")) {
          EXPECT_TRUE(value.starts_with('/') && !value.starts_with("//")) << name << ": " << value;
        }
      }
      EXPECT_NE(element.name, "style") << name;
      EXPECT_NE(element.name, "iframe") << name;
      const bool script = element.name == "script" && !element.closing;
      EXPECT_TRUE(!script || element.attributes.contains("src") || element.attributes.at("type") == "application/ld+json") << name;
    }
  }
}

TEST(Ui1, FormsWorkWithoutScripts) {
  for (const auto& [name, html] : sample::all_pages()) {
    const Markup markup = read_markup(html);
    for (const Element* form : markup.all("form")) {
      EXPECT_THAT(form->attributes.at("method"), AnyOf("get", "post")) << name;
      EXPECT_TRUE(form->attributes.at("action").starts_with('/')) << name;
    }
  }
}

class HostileText : public ::testing::TestWithParam<const char*> {};

// SEC-23: words of strangers never become an element or an attribute. The plain text beside it is no address either, so
// that both pages show and leave out the same links.
TEST_P(HostileText, ChangesNoElementAndNoAttribute) {
  const auto plain = sample::all_pages_with("plain words");
  const auto hostile = sample::all_pages_with(GetParam());

  ASSERT_EQ(plain.size(), hostile.size());
  for (std::size_t i = 0; i < plain.size(); ++i) {
    const Markup markup = read_markup(hostile[i].second);
    EXPECT_THAT(markup.problems, IsEmpty()) << hostile[i].first;
    const auto was = skeleton(read_markup(plain[i].second)), is = skeleton(markup);
    const auto [first, second] = std::mismatch(was.begin(), was.end(), is.begin(), is.end());
    EXPECT_TRUE(first == was.end() && second == is.end())
        << hostile[i].first << ": " << (first == was.end() ? "end" : *first) << " became "
        << (second == is.end() ? "end" : *second) << " after " << first - was.begin();
  }
}

INSTANTIATE_TEST_SUITE_P(Sec23, HostileText,
                         ::testing::Values("<script>alert(1)</script> x", "\" onmouseover=\"alert(1) x",
                                           "' onfocus='alert(1) x", "</title></textarea><img src=x onerror=alert(1)> x",
                                           "--><svg/onload=alert(1)> x", "{{{json_ld}}} {{#x}}", "`${alert(1)}` =x",
                                           "javascript:alert(1) x", "&lt;script&gt; &#60; x",
                                           "مرحبا \u202e‏ \"عالم\" <b>",
                                           "🎨👩‍🎨 <i>Llŷr & ‘Siân’</i>"));

TEST(Sec23, HostileAddressesAreNeverLinked) {
  for (const auto* address : {"javascript:alert(1)", "data:text/html,<script>alert(1)</script>", "//evil.example/x"}) {
    for (const auto& [name, html] : sample::all_pages_with(address)) {
      for (const Element& element : read_markup(html).elements) {
        for (const auto* attribute : {"href", "action", "src"}) {
          const auto found = element.attributes.find(attribute);
          if (found == element.attributes.end()) continue;
          EXPECT_FALSE(found->second.starts_with("javascript:") || found->second.starts_with("data:") ||
                       found->second.starts_with("//"))
              << name << ": " << found->second;
        }
      }
    }
  }
}

TEST(Pages, StandEmptyAndHugeViews) {
  const std::string huge(20'000, 'x');
  for (const auto* text : {"", huge.c_str()}) {
    for (const auto& [name, html] : sample::all_pages_with(text)) {
      EXPECT_THAT(read_markup(html).problems, IsEmpty()) << name;
    }
  }
  EXPECT_THAT(read_markup(resource_page({})).problems, IsEmpty());
  EXPECT_THAT(read_markup(results_page({})).problems, IsEmpty());
  EXPECT_THAT(read_markup(organisation_page({})).problems, IsEmpty());
  EXPECT_THAT(read_markup(statement_page({})).problems, IsEmpty());
  EXPECT_THAT(read_markup(gone_page({})).problems, IsEmpty());
}

TEST(Home, SaysWhatToDoWhenThereIsNothingYet) {
  const std::string html = home_page(sample::empty_home());

  EXPECT_THAT(html, HasSubstr("Nothing here yet"));
  EXPECT_THAT(html, HasSubstr("Publish your first resource"));
}

TEST(Home, CountsWhatIsHere) {
  const std::string html = home_page(sample::home());

  EXPECT_THAT(html, HasSubstr("Learning resources from 8 arts and heritage organisations"));
  EXPECT_THAT(html, HasSubstr("1,204 resources, free to search"));
  EXPECT_THAT(html, Not(HasSubstr("Nothing here yet")));
}

TEST(Results, MarksTheWordsOfTheQueryAtCharacterBordersOnly) {
  ResultsPage page = sample::results();
  page.cards.resize(1);
  page.cards[0].title = {"Ŵyl <Victorian>", "cy", {{1, 2}, {5, 16}, {7, 9}, {90, 95}}};

  const std::string html = results_page(page);

  EXPECT_THAT(html, HasSubstr(">Ŵyl <mark>&lt;Victorian&gt;</mark></a>"));
}

TEST(Results, CutsALongDescriptionBetweenCharacters) {
  ResultsPage page = sample::results();
  page.cards.resize(2);
  page.cards[0].description = {"x", "", {}};
  for (int i = 0; i < 400; ++i) page.cards[0].description.text += "ŷ";
  page.cards[1].description = {"", "", {}};
  for (int i = 0; i < 400; ++i) page.cards[1].description.text += "word ";

  const std::string html = results_page(page);

  EXPECT_THAT(html, HasSubstr("ŷŷ …</p>"));
  EXPECT_THAT(html, HasSubstr("word word …</p>"));
  EXPECT_LT(count(html, "ŷ"), 180U);
  EXPECT_LT(count(html, "word "), 80U);
}

TEST(Results, CarriesItsFiltersInPlainForms) {
  const std::string html = results_page(sample::results());

  EXPECT_THAT(html, HasSubstr("<input type=\"checkbox\" name=\"may\" value=\"adapt\" checked>"));
  EXPECT_THAT(html, HasSubstr("<input type=\"hidden\" name=\"may\" value=\"adapt\">"));
  EXPECT_THAT(html, HasSubstr("<option value=\"best\" selected>Best match</option>"));
  EXPECT_THAT(html, HasSubstr("href=\"#filters\">Filters (2)</a>"));
}

TEST(Results, FoldsLongFacetsButNeverAChosenOption) {
  ResultsPage page = sample::results();
  Facet facet{"subject", "Subject", {}};
  for (int i = 0; i < 12; ++i) facet.options.push_back({"s" + std::to_string(i), "S", 1, i == 11, "", ""});
  page.facets = {facet};

  const std::string html = results_page(page);

  EXPECT_LT(html.find("value=\"s11\" checked"), html.find("Show more"));
  EXPECT_GT(html.find("value=\"s10\""), html.find("Show more"));
}

TEST(Ui34, NothingFoundIsNeverBlank) {
  const std::string html = results_page(sample::no_results());

  EXPECT_THAT(html, HasSubstr("0 resources for “victoriann wallpapr”"));
  EXPECT_THAT(html, HasSubstr("Without Wales"));
  EXPECT_THAT(html, HasSubstr("Did you mean"));
  EXPECT_THAT(html, HasSubstr("Tell organisations this is missing"));
  EXPECT_THAT(html, HasSubstr("Kiln Street not reached since Tuesday"));
  EXPECT_THAT(html, Not(HasSubstr("All up to date")));
}

TEST(Ui20, UnderstoodWordsOfferTheWordsThemselves) {
  const std::string html = results_page(sample::results());

  EXPECT_THAT(html, HasSubstr("We read “KS2” this way. <a href=\"/search?q=ks2+victorian&amp;parse=0\">"));
}

TEST(Ui39, PicturesAfterTheFourthWaitAndAMissingOneIsAPanel) {
  ResultsPage page = sample::results();
  for (Card& card : page.cards) card.picture = Picture{"/media/a.webp", "", 400, 300};
  page.cards[0].picture->url = "https://elsewhere.example/a.webp";

  const Markup markup = read_markup(results_page(page));

  std::vector<bool> lazy;
  for (const Element* image : markup.all("img")) lazy.push_back(image->attributes.contains("loading"));
  EXPECT_EQ(lazy, (std::vector<bool>{false, false, false, true, true, true, true}));
  EXPECT_EQ(count(results_page(page), "class=\"panel\""), 1U);
}

TEST(Resource, ShowsThePublishersBandAndTheWayBack) {
  const std::string html = resource_page(sample::resource());

  EXPECT_THAT(html, HasSubstr("class=\"band org-harrow-loom\""));
  EXPECT_THAT(html, HasSubstr("<a href=\"https://harrow-loom.example/\" rel=\"noopener\">Visit their website</a>"));
  EXPECT_THAT(html, HasSubstr("/oai?verb=GetRecord&amp;metadataPrefix=oai_dc"));
  EXPECT_THAT(html, HasSubstr("\\u003c/script\\u003e"));
}

TEST(Ui51, SaysTheRightsInVerbs) {
  ResourcePage page = sample::resource();
  page.rights.adapt = Answer::no;
  page.rights.sell = Answer::ask;

  const std::string html = resource_page(page);

  EXPECT_THAT(html, HasSubstr("<li class=\"may-yes\">Use it in class, online or in print</li>"));
  EXPECT_THAT(html, HasSubstr("<li class=\"may-no\">Do not pass on changed versions</li>"));
  EXPECT_THAT(html, HasSubstr("<li class=\"may-ask\">Ask before you sell it</li>"));
  EXPECT_THAT(html, HasSubstr("<li class=\"may-must\">Credit Harrow &amp; Loom Textile Trust</li>"));
}

TEST(Ui51, ACardWithoutALicenceAsksFirst) {
  ResultsPage page = sample::results();
  page.cards.resize(1);
  page.cards[0].rights = {};

  EXPECT_THAT(results_page(page), HasSubstr("No licence given: ask first"));
}

TEST(Ui54, TheCurriculumTableSaysHowWeKnow) {
  const std::string html = resource_page(sample::resource());

  EXPECT_THAT(html, HasSubstr("<span class=\"how chosen\">Chosen by the publisher</span>"));
  EXPECT_THAT(html, HasSubstr("<span class=\"how suggested\">Suggested: close match</span>"));
  EXPECT_THAT(html, HasSubstr("<span class=\"how added\">Added by Northgate on 3 November 2026</span>"));
}

TEST(Cur70, TheTreeOpensAndClosesItsBranches) {
  const std::string html = framework_page(sample::framework());

  EXPECT_EQ(count(html, "<details"), 3U);
  EXPECT_EQ(count(html, "<details open"), 2U);
  EXPECT_THAT(html, HasSubstr("<span class=\"count none\">0</span>"));
}

TEST(Cur70, ATreeOfAnyDepthIsCutNotFollowedForEver) {
  TreeNode deep;
  deep.text = {"bottom", ""};
  for (int i = 0; i < 500; ++i) {
    TreeNode above;
    above.text = {"level", ""};
    above.children = {std::move(deep)};
    deep = std::move(above);
  }
  FrameworkPage page = sample::framework();
  page.roots = {deep};

  const std::string html = framework_page(page);

  EXPECT_THAT(read_markup(html).problems, IsEmpty());
  EXPECT_THAT(html, HasSubstr("more inside"));
}

TEST(Ui57, AWithdrawnResourceSaysWhoWhyAndWhatInstead) {
  std::string html;
  for (const auto& [name, page] : sample::all_pages()) {
    if (name == "gone") html = page;
  }

  EXPECT_THAT(html, HasSubstr("Kiln Street Pottery Museum has withdrawn this resource"));
  EXPECT_THAT(html, HasSubstr("A new edition is out."));
  EXPECT_THAT(html, HasSubstr("Encaustic tiles, second edition"));
  EXPECT_THAT(html, HasSubstr("<meta name=\"robots\" content=\"noindex\">"));
}

TEST(Ui162, AnErrorSaysWhatToDoAndGivesItsReference) {
  ErrorPage page;
  page.status = 503;
  page.request_id = "7f3a91";

  const std::string html = error_page(page);

  EXPECT_THAT(html, HasSubstr("<h1 dir=\"auto\">This site is busy or being looked after</h1>"));
  EXPECT_THAT(html, HasSubstr("<code>7f3a91</code>"));
  page.status = 418;
  EXPECT_THAT(error_page(page), HasSubstr("We could not read that request"));
  page.status = 599;
  EXPECT_THAT(error_page(page), HasSubstr("Something went wrong on our side"));
}

}  // namespace
}  // namespace commonplace::ui
