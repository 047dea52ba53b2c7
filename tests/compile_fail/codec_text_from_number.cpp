// SPDX-License-Identifier: BSL-1.0
#include <ssot/storage/describe.hpp>

#include <boost/describe/class.hpp>

#include <string>

struct colour {
    int value = 0;
};

template<>
struct ssot::codec<colour> {
    static constexpr kind stored_as = kind::json;

    static std::string encode(colour v) { return std::to_string(v.value); }
#ifdef SSOT_COMPILE_FAIL
    // expect: "decode of a text, bytes, JSON or a choice takes a std::string_view"
    static result<colour> decode(int v) { return colour{v}; }
#else
    static result<colour> decode(std::string_view) { return colour{}; }
#endif
};

struct lamp {
    static constexpr std::string_view model_name = "compile_fail.lamp";
    ssot::uuid                        id{};
    colour                            light{};
};
BOOST_DESCRIBE_STRUCT(lamp, (), (id, light))

auto describe() -> ssot::storage::model_desc const&;
auto describe() -> ssot::storage::model_desc const& { return ssot::storage::describe_model<lamp>(); }
