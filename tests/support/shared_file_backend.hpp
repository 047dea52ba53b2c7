// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTS_SUPPORT_SHARED_FILE_BACKEND_HPP
#define SSOT_TESTS_SUPPORT_SHARED_FILE_BACKEND_HPP

// All rows in one file, which several processes may have open: a writer holds a lock of the system, writes the file anew and gives it
// its name, so that readers see the rows of one moment and never wait. It can be told to be wrong as backends are that were only tried
// in one process.

#include <ssot/storage/concept.hpp>
#include <ssot/storage/packed_row.hpp>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

namespace ssot_test {

enum class sharing : std::uint8_t {
    right,
    keeps_rows,     ///< reads the file once and then keeps what it read
    locks_nothing,  ///< who writes last wins, with all rows
    locks_late,     ///< a transaction reads before it has the lock, and writes what it read
    looks_early,    ///< an insert looks for its keys before it has the lock
    writes_at_once, ///< each call changes the file, and a rollback changes it back
    lock_is_a_file  ///< which stays when its process is killed
};

class shared_file_backend {
    using tables = std::map<std::string, std::map<std::string, std::string>>; // by model and key: the bytes of a row

    struct place {
        std::filesystem::path folder;
        sharing               how;
        std::optional<tables> kept{};
    };

public:
    class cursor {
    public:
        explicit cursor(std::vector<ssot::storage::packed_row> rows) : rows_(std::move(rows)) {}

        ssot::result<bool>        next() { return ++at_ < rows_.size(); }
        ssot::storage::value_view at(std::size_t i) const { return rows_[at_].at(i); }

    private:
        std::vector<ssot::storage::packed_row> rows_;
        std::size_t                            at_ = static_cast<std::size_t>(-1);
    };

    class session {
    public:
        using cursor_type = cursor;

        explicit session(std::shared_ptr<place> p) : place_(std::move(p)) {}
        session(session&& other) noexcept
            : place_(std::move(other.place_)), mine_(std::move(other.mine_)), before_(std::move(other.before_)),
              lock_(std::exchange(other.lock_, -1)), writes_(other.writes_)
        {
            other.mine_.reset();
        }
        session& operator=(session&& other) noexcept
        {
            if (this != &other) {
                rollback();
                place_  = std::move(other.place_);
                mine_   = std::move(other.mine_);
                before_ = std::move(other.before_);
                lock_   = std::exchange(other.lock_, -1);
                writes_ = other.writes_;
                other.mine_.reset();
            }
            return *this;
        }
        ~session() { rollback(); }

        ssot::result<std::size_t> insert(ssot::storage::record_batch rows)
        {
            auto const& model = *rows.model;
            if (place_->how == sharing::looks_early && !mine_) {
                for (auto const now = read(); auto const& key : keys_of(rows))
                    if (auto const t = now.find(std::string(model.name)); t != now.end() && t->second.contains(key))
                        return taken();
                std::this_thread::sleep_for(std::chrono::microseconds(200)); // as long as a slower file takes
            }
            return change([&](tables& all) -> ssot::result<std::size_t> {
                auto&                              t = all[std::string(model.name)];
                std::map<std::string, std::string> added;
                auto const                         keys = keys_of(rows);
                for (std::size_t i = 0; i != rows.size(); ++i) {
                    bool const there = place_->how != sharing::looks_early && t.contains(keys[i]);
                    if (there || !added.emplace(keys[i], ssot::storage::packed_row::pack(rows[i]).bytes()).second)
                        return taken();
                }
                for (auto& [key, bytes] : added)
                    t.insert_or_assign(key, std::move(bytes));
                return rows.size();
            });
        }

        ssot::result<cursor> scan(ssot::storage::query const& q)
        {
            auto const                             all = mine_ ? *mine_ : read();
            std::vector<ssot::storage::packed_row> out;
            auto const                             t = all.find(std::string(q.model->name));
            if (t == all.end())
                return cursor({});
            for (auto const& [key, bytes] : t->second) {
                bool const wanted =
                    !q.by_key() || std::ranges::any_of(q.keys(), [&](auto const& k) { return bytes_of(k) == key; });
                if (!wanted)
                    continue;
                auto row = ssot::storage::packed_row::from_bytes(*q.model, bytes);
                if (!row)
                    return std::move(row).error();
                out.push_back(std::move(*row));
            }
            return cursor(std::move(out));
        }

        ssot::result<std::size_t> update(ssot::storage::query const& q, std::span<ssot::storage::assignment const> set)
        {
            return change([&](tables& all) -> ssot::result<std::size_t> {
                auto&       t = all[std::string(q.model->name)];
                std::size_t n = 0;
                for (auto const& key : q.keys()) {
                    auto const found = t.find(bytes_of(key));
                    if (found == t.end())
                        continue;
                    auto const old = ssot::storage::packed_row::from_bytes(*q.model, found->second);
                    if (!old)
                        return old.error();
                    ssot::storage::packed_row row;
                    for (std::size_t f = 0; f != q.model->fields.size(); ++f) {
                        auto const to = std::ranges::find(set, f, &ssot::storage::assignment::field);
                        row.push(to == set.end() ? old->at(f) : to->to);
                    }
                    found->second = row.bytes();
                    ++n;
                }
                return n;
            });
        }

        ssot::result<std::size_t> erase(ssot::storage::query const& q)
        {
            return change([&](tables& all) -> ssot::result<std::size_t> {
                std::size_t n = 0;
                for (auto const& key : q.keys())
                    n += all[std::string(q.model->name)].erase(bytes_of(key));
                return n;
            });
        }

        ssot::result<void> begin(ssot::storage::tx_options options)
        {
            writes_ = options.mode == ssot::storage::tx_mode::read_write;
            if (place_->how == sharing::locks_late)
                mine_ = read();
            if (writes_)
                if (auto held = lock(options.timeout); !held) {
                    mine_.reset();
                    return held;
                }
            if (place_->how != sharing::locks_late)
                mine_ = read();
            before_ = mine_;
            return {};
        }
        ssot::result<void> commit()
        {
            auto const out = writes_ ? write(*mine_) : ssot::result<void>();
            mine_.reset();
            unlock();
            return out;
        }
        void rollback() noexcept
        {
            if (place_ && mine_ && writes_ && place_->how == sharing::writes_at_once)
                static_cast<void>(write(*before_));
            mine_.reset();
            unlock();
        }

    private:
        static ssot::error taken() { return {ssot::errc::already_exists, "there is a row with this key already"}; }
        static ssot::error io(std::string words) { return {ssot::errc::io, std::move(words)}; }
        static std::string bytes_of(ssot::storage::value_view key)
        {
            return key.is_buffer() ? std::string(key.as_chars()) : std::to_string(key.as_int());
        }
        static std::vector<std::string> keys_of(ssot::storage::record_batch const& rows)
        {
            std::vector<std::string> out;
            for (std::size_t i = 0; i != rows.size(); ++i)
                out.push_back(bytes_of(rows[i].at(rows.model->pk)));
            return out;
        }

        template<class Work>
        ssot::result<std::size_t> change(Work const& work)
        {
            if (mine_ && !writes_)
                return ssot::error(ssot::errc::read_only, "the transaction was begun read-only");
            bool const alone = !mine_;
            if (alone)
                if (auto begun = begin({}); !begun)
                    return std::move(begun).error();
            auto changed = *mine_; // aside, so that a call does all or nothing
            auto out     = work(changed);
            if (out)
                mine_ = std::move(changed);
            if (out && !alone && place_->how == sharing::writes_at_once)
                static_cast<void>(write(*mine_));
            if (!alone)
                return out;
            if (!out) {
                rollback();
                return out;
            }
            if (auto kept = commit(); !kept)
                return std::move(kept).error();
            return out;
        }

        ssot::result<void> lock(std::chrono::milliseconds at_most)
        {
            if (place_->how == sharing::locks_nothing)
                return {};
            auto const path   = (place_->folder / "lock").string();
            auto const begun  = std::chrono::steady_clock::now();
            bool const exists = place_->how == sharing::lock_is_a_file;
            for (;;) {
                if (lock_ < 0)
                    lock_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | (exists ? O_EXCL : 0), 0644);
                if (lock_ >= 0 && (exists || ::flock(lock_, LOCK_EX | LOCK_NB) == 0))
                    return {};
                if (at_most.count() != 0 && std::chrono::steady_clock::now() - begun > at_most) {
                    close_lock();
                    return ssot::error(ssot::errc::timeout, "another transaction is writing", ssot::retry::transaction);
                }
                std::this_thread::sleep_for(std::chrono::microseconds(100));
            }
        }
        void unlock() noexcept
        {
            if (lock_ >= 0 && place_->how == sharing::lock_is_a_file)
                ::unlink((place_->folder / "lock").c_str());
            close_lock();
        }
        void close_lock() noexcept
        {
            if (lock_ >= 0)
                ::close(std::exchange(lock_, -1));
        }

        tables read() const
        {
            if (place_->kept)
                return *place_->kept;
            std::ifstream     in(place_->folder / "rows", std::ios::binary);
            std::string const all(std::istreambuf_iterator<char>(in), {});
            tables            out;
            std::size_t       at   = 0;
            auto const        text = [&] {
                std::size_t const end = all.find(' ', at);
                auto const        n   = static_cast<std::size_t>(std::stoull(all.substr(at, end - at)));
                at                    = end + 1 + n;
                return all.substr(end + 1, n);
            };
            while (at < all.size()) {
                auto const model = text();
                auto const key   = text();
                out[model][key]  = text();
            }
            if (place_->how == sharing::keeps_rows)
                place_->kept = out;
            return out;
        }
        ssot::result<void> write(tables const& all)
        {
            if (place_->kept)
                place_->kept = all;
            auto const aside = place_->folder / ("rows." + std::to_string(::getpid()));
            {
                std::ofstream out(aside, std::ios::binary);
                for (auto const& [model, rows] : all)
                    for (auto const& [key, bytes] : rows)
                        for (auto const* text : {&model, &key, &bytes})
                            out << text->size() << ' ' << *text;
                if (!out.flush())
                    return io("the file cannot be written");
            }
            std::error_code wrong;
            std::filesystem::rename(aside, place_->folder / "rows", wrong);
            return wrong ? ssot::result<void>(io(wrong.message())) : ssot::result<void>();
        }

        std::shared_ptr<place> place_;
        std::optional<tables>  mine_{}; ///< what the transaction sees and changes
        std::optional<tables>  before_{};
        int                    lock_   = -1;
        bool                   writes_ = false;
    };
    using session_type = session;

    explicit shared_file_backend(std::filesystem::path folder, sharing how = sharing::right)
        : place_(std::make_shared<place>(place{std::move(folder), how}))
    {
    }

    ssot::storage::capabilities caps() const noexcept
    {
        return {.filters             = ssot::storage::filtering::primary_key,
                .transactions        = true,
                .concurrent_sessions = true,
                .strongest           = ssot::storage::isolation::serializable,
                .durable             = ssot::storage::durability::process_crash};
    }
    ssot::result<std::uint32_t> prepare_schema(ssot::storage::schema_view schema, ssot::storage::schema_mode)
    {
        std::error_code wrong;
        std::filesystem::create_directories(place_->folder, wrong);
        if (wrong)
            return ssot::error(ssot::errc::io, wrong.message());
        return schema.version;
    }
    ssot::result<session> open() { return session(place_); }

private:
    std::shared_ptr<place> place_;
};

static_assert(ssot::storage::storage_backend<shared_file_backend>);

} // namespace ssot_test

#endif // SSOT_TESTS_SUPPORT_SHARED_FILE_BACKEND_HPP
