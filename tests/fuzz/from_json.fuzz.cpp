// SPDX-License-Identifier: BSL-1.0
// Any text through from_json, with every option: no crash, an error with a place in the text, or a record.

#include <ssot/json/text.hpp>

#include "models.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    ssot_fuzz::input const   in(data, size);
    ssot::read_options const options{
        .max_depth  = (in.options & 4) != 0 ? std::size_t{3} : std::size_t{512},
        .unknown    = (in.options & 1) != 0 ? ssot::unknown_keys::ignore : ssot::unknown_keys::error,
        .duplicates = (in.options & 2) != 0 ? ssot::duplicate_keys::error : ssot::duplicate_keys::last_wins};
    ssot_fuzz::with_model(in.model, [&]<class M>(std::type_identity<M>) {
        auto const read = ssot::from_json<M>(in.text, options);
        if (read)
            return;
        auto const& e = read.error();
        ssot_fuzz::must(e.offset() <= in.text.size() && e.line() >= 1 && e.column() >= 1,
                        "an error has a place in the text");
        ssot_fuzz::must(!e.text().empty(), "an error has words");
    });
    return 0;
}
