// Links between statements as SSSOM tables (CUR-53).
#include "schemas/formats/sssom.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commonplace::formats {
namespace {

using testing::SizeIs;

TEST(Cur53, ReadsATableWithItsShortNames) {
  const auto table = read_sssom(
      "#mapping_set_id: https://links.example/set\n#license: https://creativecommons.org/publicdomain/zero/1.0/\n#curie_map:\n"
      "#  dc: https://dc.example/s/\n#  en: https://england.example/s/\n"
      "subject_id\tpredicate_id\tobject_id\tmapping_justification\tconfidence\tauthor_label\treviewer_label\tmapping_date\n"
      "dc:1\tskos:narrowMatch\ten:2\tsemapv:ManualMappingCuration\t0.85\tAnn\tBen\t2026-03-01\n"
      "dc:2\thttp://www.w3.org/2004/02/skos/core#exactMatch\thttps://other.example/9\tsemapv:LexicalMatching\t\t\t\t\n"
      "dc:3\trdfs:seeAlso\ten:1\t\t\t\t\t\ndc:4\tskos:exactMatch\tdc:4\t\t\t\t\t\ndc:5\tskos:closeMatch\ten:5\t\thigh\t\t\t\n");

  ASSERT_TRUE(table.has_value()) << table.problem().what;
  ASSERT_THAT(table->links, SizeIs(3));
  const auto& first = table->links[0];
  EXPECT_EQ(first.origin, "https://dc.example/s/1");
  EXPECT_EQ(first.relation, model::Relation::narrower);
  EXPECT_EQ(first.destination, "https://england.example/s/2");
  EXPECT_EQ(first.confidence, 85);
  EXPECT_EQ(first.method, "manual");
  EXPECT_EQ(first.asserted_by, "Ann");
  EXPECT_EQ(first.reviewed_by, "Ben");
  EXPECT_EQ(first.reviewed_at, "2026-03-01");
  EXPECT_EQ(first.licence, "https://creativecommons.org/publicdomain/zero/1.0/");
  EXPECT_EQ(first.source, "https://links.example/set");
  EXPECT_EQ(table->links[1].method, "text");
  EXPECT_EQ(table->links[1].confidence, 100);
  EXPECT_EQ(table->links[2].confidence, 0);
  EXPECT_THAT(table->warnings, SizeIs(2));
}

TEST(Cur53, WhatIsWrittenIsReadAgain) {
  model::StatementLink link;
  link.origin = "https://a.example/1";
  link.destination = "https://b.example/1";
  link.asserted_by = "Ann\tof <Wales>";
  link.method = "text";
  link.confidence = 7;
  auto off = link;
  off.state = model::LinkState::off;
  auto part = link;
  part.relation = model::Relation::part;

  const auto again = read_sssom(write_sssom({link, off, part}));

  ASSERT_TRUE(again.has_value());
  ASSERT_THAT(again->links, SizeIs(1));
  EXPECT_EQ(again->links[0].confidence, 7);
  EXPECT_EQ(again->links[0].method, "text");
  EXPECT_EQ(again->links[0].asserted_by, "Ann of <Wales>");
  EXPECT_EQ(again->links[0].relation, model::Relation::related);
}

TEST(Cur53, RefusesOtherTablesInWords) {
  EXPECT_EQ(read_sssom("a\tb\n1\t2\n").problem().kind, "no-columns");
  EXPECT_EQ(read_sssom("subject_id\tpredicate_id\tobject_id\nx\ty\tz\n").problem().kind, "no-links");
  EXPECT_EQ(read_sssom("").problem().kind, "empty");
  EXPECT_EQ(read_sssom("#").problem().kind, "empty");
}

}  // namespace
}  // namespace commonplace::formats
