// SPDX-License-Identifier: BSL-1.0
// Any text as a fixture, as a row of the REST API and as a page of it. What can be read can be written and read again.

#include <ssot/nautobot/fixture.hpp>
#include <ssot/nautobot/rest.hpp>

#include "models.hpp"

#include <string>

namespace {

namespace nautobot = ssot::nautobot;
using run          = ssot::basic_sync<ssot::lenient_types>;
using entry        = ssot::basic_sync_log_entry<ssot::lenient_types>;

/// The text of `write()`; empty for what cannot be written, such as infinity in a document.
template<class Write>
std::string written(Write&& write)
{
    try {
        return write();
    } catch (ssot::exception const&) {
        return {};
    }
}

void fixture(std::string_view text, unsigned options)
{
    nautobot::fixture_read_options const how{
        .fields           = (options & 1) != 0 ? ssot::unknown_keys::ignore : ssot::unknown_keys::error,
        .models           = (options & 2) != 0 ? ssot::unknown_keys::ignore : ssot::unknown_keys::error,
        .check_references = (options & 4) != 0};
    auto const read = nautobot::from_fixture<run, entry>(text, how);
    if (!read) {
        ssot_fuzz::must(!read.error().text().empty(), "an error has words");
        return;
    }
    auto const again = written([&] { return nautobot::to_fixture(read->rows<run>(), read->rows<entry>()); });
    if (again.empty())
        return;
    auto const back = nautobot::from_fixture<run, entry>(again, {.check_references = false});
    ssot_fuzz::must(back.has_value() && back->rows<run>() == read->rows<run>() && back->rows<entry>() == read->rows<entry>(),
                    "a fixture reads back as the same rows");
}

template<class M>
void rest(std::string_view text)
{
    if (auto const read = nautobot::from_rest<M>(text)) {
        auto const again = written([&] { return nautobot::to_plain_rest(*read); });
        if (!again.empty()) {
            auto const back = nautobot::from_rest<M>(again);
            ssot_fuzz::must(back.has_value() && *back == *read, "a row reads back");
        }
    }
    static_cast<void>(nautobot::from_rest_list<M>(text));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    ssot_fuzz::input const in(data, size);
    switch (in.model % 3) {
    case 0: fixture(in.text, in.options); break;
    case 1: rest<run>(in.text); break;
    default: rest<entry>(in.text); break;
    }
    return 0;
}
