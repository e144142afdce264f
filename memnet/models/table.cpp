#include <algorithm>

#include "memnet/base/table.hpp"
#include "memnet/base/text.hpp"
#include "memnet/models/model.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

#define MEMNET_MODEL(name, meaning) std::unique_ptr<Model> make_##name##_model();
#define MEMNET_PRESET(name, model, values, meaning)
#include "memnet/models/table.def"
#undef MEMNET_MODEL
#undef MEMNET_PRESET

namespace {

// A line of the table of models.
struct ModelEntry {
  const char* name;
  const char* meaning;
  std::unique_ptr<Model> (*make)();
};
constexpr ModelEntry kModels[] = {
#define MEMNET_MODEL(name, meaning) {#name, meaning, make_##name##_model},
#define MEMNET_PRESET(name, model, values, meaning)
#include "memnet/models/table.def"
#undef MEMNET_MODEL
#undef MEMNET_PRESET
};

}  // namespace

std::span<const PresetEntry> all_presets() {
  static constexpr PresetEntry kPresets[] = {
#define MEMNET_MODEL(name, meaning)
#define MEMNET_PRESET(name, model, values, meaning) {#name, #model, values, meaning},
#include "memnet/models/table.def"
#undef MEMNET_MODEL
#undef MEMNET_PRESET
  };
  return kPresets;
}

std::span<const NamedModel> all_named_models() {
  static const std::vector<NamedModel> named = [] {
    std::vector<NamedModel> all;
    for (const PresetEntry& preset : all_presets()) all.push_back({preset.name, preset.meaning});
    for (const ModelEntry& model : kModels) all.push_back({model.name, model.meaning});
    return all;
  }();
  return named;
}

const PresetEntry* find_preset(std::string_view name) {
  const auto found =
      std::ranges::find_if(all_presets(), [&](const PresetEntry& preset) { return name == preset.name; });
  return found == all_presets().end() ? nullptr : &*found;
}

std::vector<std::pair<std::string, std::string>> preset_values(const PresetEntry& preset) {
  std::vector<std::pair<std::string, std::string>> values;
  for (const std::string& value : split_text(preset.values, ';')) {
    const std::size_t equals = value.find('=');
    values.emplace_back(trimmed(std::string_view(value).substr(0, equals)),
                        trimmed(std::string_view(value).substr(equals + 1)));
  }
  return values;
}

std::unique_ptr<Model> make_model(const std::string& name) {
  const PresetEntry* preset = find_preset(name);
  const NamedModel& named = find_entry(all_named_models(), preset == nullptr ? name : preset->model, "model");
  const auto entry = std::ranges::find_if(
      kModels, [&](const ModelEntry& model) { return std::string_view(named.name) == model.name; });
  std::unique_ptr<Model> model = entry->make();
  if (preset != nullptr) {
    model->preset_ = name;
    model->preset_values_ = preset_values(*preset);
  }
  return model;
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
