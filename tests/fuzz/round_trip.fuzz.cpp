// SPDX-License-Identifier: BSL-1.0
// What can be read can be written, and reads back as the same record, as text and through a DOM.

#include <ssot/json/text.hpp>
#include <ssot/json/value.hpp>
#include <ssot/validate.hpp>

#include "models.hpp"

#include <boost/json/parse.hpp>

#include <string>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    ssot_fuzz::input const in(data, size);
    ssot_fuzz::with_model(in.model, [&]<class M>(std::type_identity<M>) {
        auto const read = ssot::from_json<M>(in.text);
        if (!read)
            return;
        std::string text;
        auto const  written = ssot::to_json(*read, text);
        if (!written) { // infinity in a document
            ssot_fuzz::must(written.error().code() == ssot::errc::out_of_range, "what was read can be written");
            return;
        }
        auto const back = ssot::from_json<M>(text);
        ssot_fuzz::must(back.has_value() && *back == *read, "text reads back as the same record");
        std::string again;
        ssot::to_json(*back, again).value();
        ssot_fuzz::must(again == text, "the canonical form is stable");
        auto const dom = ssot::from_value<M>(ssot::to_value(*read));
        // A number beyond double stays itself as text, and is infinity in a DOM.
        ssot_fuzz::must(dom.has_value() || dom.error().code() == ssot::errc::out_of_range, "a DOM reads back");
        std::string indented;
        ssot::to_json(*read, indented, {.indent = 2}).value();
        auto const spaced = ssot::from_json<M>(indented);
        ssot_fuzz::must(spaced.has_value(), "indented text reads back");
        static_cast<void>(ssot::validate(*read));
    });
    return 0;
}
