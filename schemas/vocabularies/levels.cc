// Education levels and their ages (MD §4). Ages marked as confirmed come from BBC curriculum data; the others wait for
// somebody of that country, and the page says "about". Labels that two countries share name the country in one of them.
#include <algorithm>
#include <unordered_map>

#include "schemas/vocabularies/concepts.h"

namespace commonplace::vocabularies {
namespace {

constexpr Level table[] = {
    // id, jurisdiction, label, short label, ages, confirmed
    {"england-eyfs", "england", "Early years foundation stage", "EYFS", {3, 5}, false},
    {"england-ks1", "england", "Key stage 1", "KS1", {5, 7}, true},
    {"england-ks2", "england", "Key stage 2", "KS2", {7, 11}, true},
    {"england-ks3", "england", "Key stage 3", "KS3", {11, 14}, true},
    {"england-ks4", "england", "Key stage 4", "KS4", {14, 16}, true},
    {"england-ks5", "england", "Key stage 5", "KS5", {16, 18}, false},
    {"england-gcse", "england", "GCSE", "", {14, 16}, true},
    {"england-primary", "england", "Primary (England)", "", {5, 11}, true},
    {"england-secondary", "england", "Secondary (England)", "", {11, 18}, true},
    {"england-reception", "england", "Reception", "", {4, 5}, false},
    {"england-y1", "england", "Year 1", "Y1", {5, 6}, false},
    {"england-y2", "england", "Year 2", "Y2", {6, 7}, false},
    {"england-y3", "england", "Year 3", "Y3", {7, 8}, false},
    {"england-y4", "england", "Year 4", "Y4", {8, 9}, false},
    {"england-y5", "england", "Year 5", "Y5", {9, 10}, false},
    {"england-y6", "england", "Year 6", "Y6", {10, 11}, false},
    {"england-y7", "england", "Year 7", "Y7", {11, 12}, false},
    {"england-y8", "england", "Year 8", "Y8", {12, 13}, false},
    {"england-y9", "england", "Year 9", "Y9", {13, 14}, false},
    {"england-y10", "england", "Year 10", "Y10", {14, 15}, false},
    {"england-y11", "england", "Year 11", "Y11", {15, 16}, false},
    {"england-y12", "england", "Year 12", "Y12", {16, 17}, false},
    {"england-y13", "england", "Year 13", "Y13", {17, 18}, false},
    {"wales-ps1", "wales", "Progression step 1", "PS1", {3, 5}, false},
    {"wales-ps2", "wales", "Progression step 2", "PS2", {5, 8}, false},
    {"wales-ps3", "wales", "Progression step 3", "PS3", {8, 11}, false},
    {"wales-ps4", "wales", "Progression step 4", "PS4", {11, 14}, false},
    {"wales-ps5", "wales", "Progression step 5", "PS5", {14, 16}, false},
    {"wales-ca3", "wales", "Cyfnod Allweddol 3", "CA3", {11, 14}, true},
    {"wales-tgau", "wales", "TGAU", "", {14, 16}, true},
    {"scotland-early", "scotland", "Early level", "", {3, 6}, false},
    {"scotland-early-1st", "scotland", "Early and first level", "", {6, 9}, true},
    {"scotland-first", "scotland", "First level", "", {6, 9}, false},
    {"scotland-second", "scotland", "Second level", "", {9, 12}, true},
    {"scotland-third", "scotland", "Third level", "", {11, 15}, true},
    {"scotland-fourth", "scotland", "Fourth level", "", {11, 15}, true},
    {"scotland-senior", "scotland", "Senior phase", "", {15, 18}, false},
    {"scotland-n4", "scotland", "National 4", "N4", {14, 17}, true},
    {"scotland-n5", "scotland", "National 5", "N5", {14, 17}, true},
    {"scotland-higher", "scotland", "Higher (Scotland)", "", {15, 18}, true},
    {"scotland-p1", "scotland", "Primary 1", "P1", {5, 6}, false},
    {"scotland-p2", "scotland", "Primary 2", "P2", {6, 7}, false},
    {"scotland-p3", "scotland", "Primary 3", "P3", {7, 8}, false},
    {"scotland-p4", "scotland", "Primary 4", "P4", {8, 9}, false},
    {"scotland-p5", "scotland", "Primary 5", "P5", {9, 10}, false},
    {"scotland-p6", "scotland", "Primary 6", "P6", {10, 11}, false},
    {"scotland-p7", "scotland", "Primary 7", "P7", {11, 12}, false},
    {"scotland-s1", "scotland", "Secondary 1", "S1", {12, 13}, false},
    {"scotland-s2", "scotland", "Secondary 2", "S2", {13, 14}, false},
    {"scotland-s3", "scotland", "Secondary 3", "S3", {14, 15}, false},
    {"scotland-s4", "scotland", "Secondary 4", "S4", {15, 16}, false},
    {"scotland-s5", "scotland", "Secondary 5", "S5", {16, 17}, false},
    {"scotland-s6", "scotland", "Secondary 6", "S6", {17, 18}, false},
    {"northern-ireland-foundation", "northern-ireland", "Foundation stage (Northern Ireland)", "", {4, 6}, false},
    {"northern-ireland-ks1", "northern-ireland", "Key stage 1 (Northern Ireland)", "", {6, 8}, false},
    {"northern-ireland-ks2", "northern-ireland", "Key stage 2 (Northern Ireland)", "", {8, 11}, false},
    {"northern-ireland-ks3", "northern-ireland", "Key stage 3 (Northern Ireland)", "", {11, 14}, true},
    {"northern-ireland-ks4", "northern-ireland", "Key stage 4 (Northern Ireland)", "", {14, 16}, false},
    {"northern-ireland-p1", "northern-ireland", "Primary 1 (Northern Ireland)", "", {4, 5}, false},
    {"northern-ireland-p2", "northern-ireland", "Primary 2 (Northern Ireland)", "", {5, 6}, false},
    {"northern-ireland-p3", "northern-ireland", "Primary 3 (Northern Ireland)", "", {6, 7}, false},
    {"northern-ireland-p4", "northern-ireland", "Primary 4 (Northern Ireland)", "", {7, 8}, false},
    {"northern-ireland-p5", "northern-ireland", "Primary 5 (Northern Ireland)", "", {8, 9}, false},
    {"northern-ireland-p6", "northern-ireland", "Primary 6 (Northern Ireland)", "", {9, 10}, false},
    {"northern-ireland-p7", "northern-ireland", "Primary 7 (Northern Ireland)", "", {10, 11}, false},
    {"northern-ireland-y8", "northern-ireland", "Year 8 (Northern Ireland)", "", {11, 12}, false},
    {"northern-ireland-y9", "northern-ireland", "Year 9 (Northern Ireland)", "", {12, 13}, false},
    {"northern-ireland-y10", "northern-ireland", "Year 10 (Northern Ireland)", "", {13, 14}, false},
    {"northern-ireland-y11", "northern-ireland", "Year 11 (Northern Ireland)", "", {14, 15}, false},
    {"northern-ireland-y12", "northern-ireland", "Year 12 (Northern Ireland)", "", {15, 16}, false},
    {"northern-ireland-y13", "northern-ireland", "Year 13 (Northern Ireland)", "", {16, 17}, false},
    {"northern-ireland-y14", "northern-ireland", "Year 14 (Northern Ireland)", "", {17, 18}, false},
    {"us-pre-k", "us", "Pre-K", "", {4, 5}, false},
    {"us-k", "us", "Kindergarten", "K", {5, 6}, false},
    {"us-g1", "us", "Grade 1", "G1", {6, 7}, false},
    {"us-g2", "us", "Grade 2", "G2", {7, 8}, false},
    {"us-g3", "us", "Grade 3", "G3", {8, 9}, false},
    {"us-g4", "us", "Grade 4", "G4", {9, 10}, false},
    {"us-g5", "us", "Grade 5", "G5", {10, 11}, false},
    {"us-g6", "us", "Grade 6", "G6", {11, 12}, false},
    {"us-g7", "us", "Grade 7", "G7", {12, 13}, false},
    {"us-g8", "us", "Grade 8", "G8", {13, 14}, false},
    {"us-g9", "us", "Grade 9", "G9", {14, 15}, false},
    {"us-g10", "us", "Grade 10", "G10", {15, 16}, false},
    {"us-g11", "us", "Grade 11", "G11", {16, 17}, false},
    {"us-g12", "us", "Grade 12", "G12", {17, 18}, false},
    {"us-k-2", "us", "Grades K–2", "", {5, 8}, false},
    {"us-g3-5", "us", "Grades 3–5", "", {8, 11}, false},
    {"us-g6-8", "us", "Grades 6–8", "", {11, 14}, false},
    {"us-g9-12", "us", "Grades 9–12", "", {14, 18}, false},
    {"germany-elementar", "germany", "Elementarbereich", "", {3, 6}, false},
    {"germany-primar", "germany", "Primarbereich", "", {6, 10}, false},
    {"germany-sek1", "germany", "Sekundarstufe I", "", {10, 16}, false},
    {"germany-sek2", "germany", "Sekundarstufe II", "", {16, 19}, false},
    {"sweden-forskoleklass", "sweden", "Förskoleklass", "", {6, 7}, false},
    {"sweden-lag", "sweden", "Lågstadiet", "", {7, 10}, false},
    {"sweden-mellan", "sweden", "Mellanstadiet", "", {10, 13}, false},
    {"sweden-hog", "sweden", "Högstadiet", "", {13, 16}, false},
    {"sweden-gymnasiet", "sweden", "Gymnasiet", "", {16, 19}, false},
    {"sweden-ak1", "sweden", "Årskurs 1", "Åk 1", {7, 8}, false},
    {"sweden-ak2", "sweden", "Årskurs 2", "Åk 2", {8, 9}, false},
    {"sweden-ak3", "sweden", "Årskurs 3", "Åk 3", {9, 10}, false},
    {"sweden-ak4", "sweden", "Årskurs 4", "Åk 4", {10, 11}, false},
    {"sweden-ak5", "sweden", "Årskurs 5", "Åk 5", {11, 12}, false},
    {"sweden-ak6", "sweden", "Årskurs 6", "Åk 6", {12, 13}, false},
    {"sweden-ak7", "sweden", "Årskurs 7", "Åk 7", {13, 14}, false},
    {"sweden-ak8", "sweden", "Årskurs 8", "Åk 8", {14, 15}, false},
    {"sweden-ak9", "sweden", "Årskurs 9", "Åk 9", {15, 16}, false},
    {"australia-foundation", "australia", "Foundation year (Australia)", "", {5, 6}, false},
    {"australia-y1", "australia", "Year 1 (Australia)", "", {6, 7}, false},
    {"australia-y2", "australia", "Year 2 (Australia)", "", {7, 8}, false},
    {"australia-y3", "australia", "Year 3 (Australia)", "", {8, 9}, false},
    {"australia-y4", "australia", "Year 4 (Australia)", "", {9, 10}, false},
    {"australia-y5", "australia", "Year 5 (Australia)", "", {10, 11}, false},
    {"australia-y6", "australia", "Year 6 (Australia)", "", {11, 12}, false},
    {"australia-y7", "australia", "Year 7 (Australia)", "", {12, 13}, false},
    {"australia-y8", "australia", "Year 8 (Australia)", "", {13, 14}, false},
    {"australia-y9", "australia", "Year 9 (Australia)", "", {14, 15}, false},
    {"australia-y10", "australia", "Year 10 (Australia)", "", {15, 16}, false},
    {"early-years", "", "Early years", "", {0, 5}, true},
    {"primary", "", "Primary", "", {5, 11}, true},
    {"secondary", "", "Secondary", "", {11, 18}, true},
    {"higher", "", "Higher education", "", {18, 120}, true},
    {"adult", "", "Adult learning", "", {18, 120}, true},
    {"any", "", "Any age", "", {0, 120}, true},
};

}  // namespace

std::span<const Level> levels() {
  return table;
}

const Level* find_level(std::string_view id) {
  static const auto by_id = [] {
    std::unordered_map<std::string_view, const Level*> map;
    for (const auto& level : table) map.emplace(level.id, &level);
    return map;
  }();
  const auto found = by_id.find(id);
  return found == by_id.end() ? nullptr : found->second;
}

std::optional<model::AgeRange> ages_of(const std::vector<std::string>& level_ids) {
  std::optional<model::AgeRange> ages;
  for (const auto& id : level_ids) {
    const Level* level = find_level(id);
    if (level == nullptr) continue;
    if (!ages) ages = level->ages;
    ages->min = std::min(ages->min, level->ages.min);
    ages->max = std::max(ages->max, level->ages.max);
  }
  return ages;
}

bool overlap(model::AgeRange a, model::AgeRange b) {
  return a.min < b.max && b.min < a.max;
}

}  // namespace commonplace::vocabularies
