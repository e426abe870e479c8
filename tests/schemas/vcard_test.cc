// vCards as LOM carries them, and as repositories garble them (MD §8).
#include "schemas/formats/vcard.h"

namespace commonplace::formats {
namespace {

TEST(Md8, AVcardComesBackAsItWas) {
  const model::Agent agent{"Person",
                           "https://orcid.org/0000-0002-1825-0097",
                           {{"cy", "Siân; Lee, \\ Dr\nJr"}, {"en", "Sian Lee"}, {"und", "S. Lee: x"}},
                           "Museum, London; Prints",
                           "photo: grapher",
                           "https://lee.example/?a=1;b=2,3"};
  auto normal = agent;
  normal.name["cy"] = "Siân; Lee, \\ Dr\nJr";

  EXPECT_EQ(read_vcard(write_vcard(agent, {"en"})), normal);
}

TEST(Md8, AnOrganisationIsOneWhoseNameIsItsOrg) {
  const model::Agent museum{"Organization", "", {{"en", "Prints"}}, "Museum", "", ""};

  EXPECT_EQ(read_vcard(write_vcard(museum, {})), museum);
  EXPECT_EQ(read_vcard("BEGIN:VCARD\nORG:Museum;Prints\nEND:VCARD").name.at("und"), "Prints");
}

TEST(Md8, APersonWhoIsCalledAsTheirHouseStaysAPerson) {
  const model::Agent smith{"Person", "", {{"en", "Smith & Son"}, {"und", "Smith"}}, "Smith", "", ""};

  EXPECT_EQ(read_vcard(write_vcard(smith, {})), smith);
}

TEST(Md43, PartsOfANameMakeTheNameWhereThereIsNoOther) {
  EXPECT_EQ(read_vcard("BEGIN:VCARD\nN:Lee;Ann;;Dr;\nEND:VCARD").name.at("und"), "Ann Lee");
  EXPECT_EQ(read_vcard("BEGIN:VCARD\nN:Lee\nEND:VCARD").name.at("und"), "Lee");
}

TEST(Md30, VcardsThatWereGarbledAreReadAsFarAsTheyGo) {
  EXPECT_EQ(read_vcard("  begin:vcard\r\n version:2.1\r\n fn;charset=utf-8:Ann\r\n Lee\r\nEND:VCARD").name.at("und"),
            "AnnLee");
  EXPECT_EQ(read_vcard("BEGIN:VCARD FN:Ann Lee N:Lee;Ann ORG:Museum END:VCARD").affiliation, "Museum");
  EXPECT_EQ(read_vcard("BEGIN:VCARD\nitem1.URL:https://a.example/\nFN:A\nEND:VCARD").url, "https://a.example/");
  EXPECT_EQ(read_vcard("Ann Lee").name.at("und"), "Ann Lee");
  EXPECT_EQ(read_vcard("BEGIN:VCARD\nEND:VCARD"), model::Agent{});
  EXPECT_EQ(read_vcard("BEGIN:VCARD\n\n:\n;\nFN\n FN:;\nX:;;;\n "), model::Agent{});
  EXPECT_EQ(read_vcard(""), model::Agent{});
  EXPECT_EQ(read_vcard("BEGIN:VCARD\nFN:A\n").name.size(), 1u);
}

}  // namespace
}  // namespace commonplace::formats
