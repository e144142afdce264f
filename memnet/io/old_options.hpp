// Options in run files that earlier versions of memnet wrote, of any format version.
#pragma once

#include "memnet/io/run_record.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

// Replaces old names of options, and old names among their values, by the present ones (old_names.def). If any was
// replaced, or if the INI text `config` of the record is empty, writes that text anew.
void rename_options(RunRecord& record);

}  // namespace MEMNET_PRECISION
}  // namespace memnet
