// Replies caught in the wild, through the XML door (the files stay in the shared folder; see its README).
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "schemas/formats/oai_dc.h"
#include "schemas/formats/xml.h"

namespace commonplace::formats {
namespace {

std::filesystem::path replies_folder() {
  const char* shared = std::getenv("COMMONPLACE_SHARED");
  const auto root = shared != nullptr ? std::filesystem::path(shared)
                                      : std::filesystem::path(COMMONPLACE_SOURCE_DIR).parent_path() / "shared";
  return root / "fixtures" / "oai";
}

class WildReplies : public testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(replies_folder()))
      GTEST_SKIP() << "no " << replies_folder() << "; set COMMONPLACE_SHARED";
  }

  static std::string reply(const char* name) {
    std::stringstream bytes;
    bytes << std::ifstream(replies_folder() / name, std::ios::binary).rdbuf();
    return bytes.str();
  }

  // The first oai_dc record of a reply.
  static model::Resource first_record(const char* name) {
    const auto prepared = prepare_xml(reply(name));
    const Slice metadata = find_elements(prepared->text, "dc").at(0);
    return *read_oai_dc(
        *read_xml_tree(std::string_view(prepared->text).substr(metadata.begin, metadata.end - metadata.begin)));
  }
};

TEST_F(WildReplies, TenBytesThatAreNotXmlAreRefused) {
  EXPECT_EQ(prepare_xml(reply("01-sickle-ListRecords-not-xml.xml")).problem().kind, "not_xml");
}

TEST_F(WildReplies, AnUnknownEntityIsKeptAsTextAndCounted) {
  const auto prepared = prepare_xml(reply("08-pyoai-undefined-entity.xml"));

  EXPECT_GE(prepared->mended, 1);
  EXPECT_NE(read_xml_tree(prepared->text)->child("responseDate")->text.find("&bogus;"), std::string::npos);
}

TEST_F(WildReplies, ATitleInTwoCdataSectionsIsOneTitle) {
  EXPECT_EQ(first_record("15-xoai-oai_dc-CDATA.xml").name.at("und"), "Article Title-additional CDATA");
}

TEST_F(WildReplies, AChineseCreatorIsKept) {
  const auto creators = first_record("03-sickle-utf8-GetRecord.xml").creator;

  ASSERT_FALSE(creators.empty());
  EXPECT_EQ(creators.at(0).name.begin()->second, "某人");
}

TEST_F(WildReplies, AllButTheTenBytesAreWellFormedOnceMended) {
  for (const auto& entry : std::filesystem::directory_iterator(replies_folder())) {
    const std::string name = entry.path().filename().string();
    if (entry.path().extension() != ".xml" || name.starts_with("01-")) continue;
    EXPECT_TRUE(read_xml_tree(reply(name.c_str()))) << name;
  }
}

}  // namespace
}  // namespace commonplace::formats
