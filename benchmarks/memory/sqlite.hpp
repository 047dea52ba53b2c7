// SPDX-License-Identifier: BSL-1.0
#ifndef BENCH_MEMORY_SQLITE_HPP
#define BENCH_MEMORY_SQLITE_HPP

// The entries in SQLite's ":memory:", by hand: prepared statements, one transaction, an index by sync, timestamp and id.

#include "data.hpp"
#include "multi_index.hpp"

#include <sqlite3.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace bench {

class sqlite_peer {
public:
    sqlite_peer()
    {
        sqlite3* opened = nullptr;
        check(sqlite3_open(":memory:", &opened));
        db_.reset(opened);
        run("CREATE TABLE entry(id BLOB PRIMARY KEY NOT NULL, sync BLOB NOT NULL, at INTEGER NOT NULL, action INTEGER NOT "
            "NULL, "
            "status INTEGER NOT NULL, diff TEXT, type INTEGER, object BLOB, repr TEXT NOT NULL, message TEXT NOT NULL) "
            "STRICT");
        run("CREATE INDEX by_sync ON entry(sync, at, id)");
        insert_   = prepare("INSERT INTO entry VALUES(?,?,?,?,?,?,?,?,?,?)");
        get_      = prepare("SELECT * FROM entry WHERE id = ?");
        failures_ = prepare("SELECT * FROM entry WHERE sync = ? AND status = 1 ORDER BY at, id LIMIT ?");
        counts_   = prepare("SELECT sync, action, status, count(*) FROM entry GROUP BY sync, action, status");
        all_      = prepare("SELECT * FROM entry");
        erase_    = prepare("DELETE FROM entry WHERE sync = ?");
    }

    void insert(std::span<entry const> entries)
    {
        run("BEGIN");
        auto* const s = insert_.get();
        for (auto const& e : entries) {
            bind(s, 1, e.id);
            bind(s, 2, e.sync.key());
            check(sqlite3_bind_int64(s, 3, e.timestamp.time_since_epoch().count()));
            check(sqlite3_bind_int(s, 4, static_cast<int>(e.action)));
            check(sqlite3_bind_int(s, 5, static_cast<int>(e.status)));
            if (e.diff)
                bind(s, 6, e.diff->text());
            else
                check(sqlite3_bind_null(s, 6));
            check(sqlite3_bind_int64(s, 7, e.synced_object_type->key()));
            bind(s, 8, *e.synced_object_id);
            bind(s, 9, e.object_repr);
            bind(s, 10, e.message);
            step(s);
            sqlite3_reset(s);
        }
        run("COMMIT");
    }

    entry get(ssot::uuid const& id)
    {
        auto* const s = get_.get();
        bind(s, 1, id);
        entry out;
        step(s);
        read(s, out);
        sqlite3_reset(s);
        return out;
    }

    std::vector<entry> failures(ssot::uuid const& of, std::size_t most)
    {
        auto* const s = failures_.get();
        bind(s, 1, of);
        check(sqlite3_bind_int64(s, 2, static_cast<sqlite3_int64>(most)));
        std::vector<entry> out;
        out.reserve(most);
        while (step(s))
            read(s, out.emplace_back());
        sqlite3_reset(s);
        return out;
    }

    /// In the order of the keys, which is that of the syncs.
    std::vector<seven_counts> counts(std::span<sync const> of)
    {
        std::vector<seven_counts> out;
        out.reserve(of.size());
        ssot::uuid  last{};
        auto* const s = counts_.get();
        while (step(s)) {
            auto const key = uuid_at(s, 0);
            if (out.empty() || key != last)
                out.emplace_back();
            last         = key;
            auto const n = sqlite3_column_int64(s, 3);
            out.back()[static_cast<std::size_t>(sqlite3_column_int(s, 1))] += n;
            out.back()[4 + static_cast<std::size_t>(sqlite3_column_int(s, 2))] += n;
        }
        sqlite3_reset(s);
        return out;
    }

    template<class Fn>
    void decode(Fn fn)
    {
        entry       e;
        auto* const s = all_.get();
        while (step(s)) {
            read(s, e);
            fn(e);
        }
        sqlite3_reset(s);
    }

    std::size_t erase(std::span<sync const> of)
    {
        std::size_t out = 0;
        run("BEGIN");
        for (auto const& each : of) {
            bind(erase_.get(), 1, each.id);
            step(erase_.get());
            sqlite3_reset(erase_.get());
            out += static_cast<std::size_t>(sqlite3_changes(db_.get()));
        }
        run("COMMIT");
        return out;
    }

private:
    struct close {
        void operator()(sqlite3* db) const { sqlite3_close(db); }
        void operator()(sqlite3_stmt* s) const { sqlite3_finalize(s); }
    };
    using statement = std::unique_ptr<sqlite3_stmt, close>;

    static void check(int code)
    {
        if (code != SQLITE_OK)
            throw std::runtime_error(std::string("SQLite: ") + sqlite3_errstr(code));
    }
    static bool step(sqlite3_stmt* s)
    {
        auto const code = sqlite3_step(s);
        if (code != SQLITE_ROW && code != SQLITE_DONE)
            check(code);
        return code == SQLITE_ROW;
    }
    void      run(char const* sql) { check(sqlite3_exec(db_.get(), sql, nullptr, nullptr, nullptr)); }
    statement prepare(char const* sql)
    {
        sqlite3_stmt* out = nullptr;
        check(sqlite3_prepare_v3(db_.get(), sql, -1, SQLITE_PREPARE_PERSISTENT, &out, nullptr));
        return statement(out);
    }

    static void bind(sqlite3_stmt* s, int at, ssot::uuid const& v)
    {
        check(sqlite3_bind_blob(s, at, v.data, 16, SQLITE_STATIC));
    }
    static void bind(sqlite3_stmt* s, int at, std::string_view v)
    {
        check(sqlite3_bind_text(s, at, v.data(), static_cast<int>(v.size()), SQLITE_STATIC));
    }

    static ssot::uuid uuid_at(sqlite3_stmt* s, int at)
    {
        ssot::uuid out{};
        std::memcpy(out.data, sqlite3_column_blob(s, at), 16);
        return out;
    }
    static std::string_view text_at(sqlite3_stmt* s, int at)
    {
        auto const* const text = reinterpret_cast<char const*>(sqlite3_column_text(s, at));
        return {text, static_cast<std::size_t>(sqlite3_column_bytes(s, at))};
    }

    static void read(sqlite3_stmt* s, entry& out)
    {
        using type_key = entry::content_type_key;
        out.id         = uuid_at(s, 0);
        out.sync       = ssot::key_to<sync>{uuid_at(s, 1)};
        out.timestamp  = ssot::timestamp(ssot::duration(sqlite3_column_int64(s, 2)));
        out.action     = static_cast<action>(sqlite3_column_int(s, 3));
        out.status     = static_cast<status>(sqlite3_column_int(s, 4));
        out.diff       = std::nullopt;
        if (sqlite3_column_type(s, 5) != SQLITE_NULL)
            out.diff = ssot::raw_json::trusted(std::string(text_at(s, 5)));
        out.synced_object_type = type_key(ssot::key_to<type_key::target, std::int64_t>{sqlite3_column_int64(s, 6)});
        out.synced_object_id   = uuid_at(s, 7);
        out.object_repr.assign(text_at(s, 8));
        out.message.assign(text_at(s, 9));
    }

    std::unique_ptr<sqlite3, close> db_{};
    statement                       insert_{}, get_{}, failures_{}, counts_{}, all_{}, erase_{};
};

} // namespace bench

#endif // BENCH_MEMORY_SQLITE_HPP
