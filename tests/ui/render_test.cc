#include "ui/render.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>
#include <thread>

#include "tests/ui/sample.h"
#include "ui/panels.h"

namespace commonplace::ui {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(Ui191, EveryTemplateIsSound) {
  EXPECT_THAT(template_problems(), IsEmpty());
}

TEST(Ui196, RawTagsBeyondTheListAreRefused) {
  EXPECT_THAT(template_problems("t", "<p>{{{title}}}</p>"), ElementsAre(HasSubstr("t.mustache: draws title raw")));
  EXPECT_THAT(template_problems("t", "<p>{{& title}}</p>"), ElementsAre(HasSubstr("draws title raw")));
  EXPECT_THAT(template_problems("t", "{{=<% %>=}}"), ElementsAre(HasSubstr("delimiters")));
  EXPECT_THAT(template_problems("t", "{{{panel_svg}}}{{& json_ld}}"), IsEmpty());
}

TEST(Ui192, UnknownPartialsAndWordsAreNamed) {
  EXPECT_THAT(template_problems("t", "{{> nowhere}}"), ElementsAre(HasSubstr("nowhere")));
  EXPECT_THAT(template_problems("t", "{{words.no.such}}"), ElementsAre(HasSubstr("words.no.such")));
}

TEST(Ui191, ASectionThatNeverClosesIsAProblem) {
  EXPECT_THAT(template_problems("t", "{{#a}}"), testing::SizeIs(1));
}

TEST(Render, RefusesATemplateThatIsNotThere) {
  EXPECT_THROW(render("nowhere", {}), std::logic_error);
}

#ifndef NDEBUG
TEST(Ui192, ANameThatNobodySetEndsTheDrawing) {
  EXPECT_THROW(render("text", {}), std::logic_error);
}
#endif

TEST(Ui196, OnlySafeValuesStandUnderRawNames) {
  EXPECT_THROW(render("organisation", Fields().text("panel_svg", "<b>").done()), std::logic_error);
}

TEST(Ui190, ThreadsDrawAtTheSameTime) {
  const std::string alone = results_page(sample::results());
  std::vector<std::string> drawn(4);
  {
    std::vector<std::jthread> threads;
    for (std::string& one : drawn) threads.emplace_back([&one] { one = results_page(sample::results()); });
  }

  for (const std::string& one : drawn) EXPECT_EQ(one, alone);
}

TEST(Panel, IsTheSameForTheSameIdAndAnotherForAnother) {
  EXPECT_EQ(panel("8f3kq2m7x1cd9hvt", "map").bytes(), panel("8f3kq2m7x1cd9hvt", "map").bytes());
  EXPECT_NE(panel("8f3kq2m7x1cd9hvt", "map").bytes(), panel("2b9xw4n6p8ra5tgy", "map").bytes());
}

TEST(Panel, HoldsNothingOfItsIdAndNoStyle) {
  for (const auto* type : {"lesson-plan", "image", "text", "quiz", "\"><script>", ""}) {
    for (int i = 0; i < 50; ++i) {
      const std::string svg = panel("\"><script>" + std::to_string(i), type).bytes();
      EXPECT_EQ(svg.find("script"), std::string::npos);
      EXPECT_EQ(svg.find("style"), std::string::npos);
      EXPECT_LT(svg.size(), 8'000U) << type << i;
    }
  }
}

}  // namespace
}  // namespace commonplace::ui
