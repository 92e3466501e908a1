// QEMU plugin (API 1): how many instructions a function executes, with all that it calls, from its first to its return.
//
// Arguments: NAME=ENTRY:RETURN:RETURN.. in hexadecimal; a RETURN is the address behind a call of the function.
// Prints a line for each function: NAME calls FEWEST MOST TOTAL.
//
// Debian ships no qemu-plugin.h: the few symbols are declared here as the documentation of the plugin API gives them.
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef uint64_t qemu_plugin_id_t;
struct qemu_plugin_tb;
struct qemu_plugin_insn;
enum { NO_REGISTERS = 0 };
enum { ADD_U64 = 0 };

void qemu_plugin_register_vcpu_tb_trans_cb(qemu_plugin_id_t, void (*)(qemu_plugin_id_t, struct qemu_plugin_tb *));
void qemu_plugin_register_atexit_cb(qemu_plugin_id_t, void (*)(qemu_plugin_id_t, void *), void *);
size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb *);
struct qemu_plugin_insn *qemu_plugin_tb_get_insn(const struct qemu_plugin_tb *, size_t);
uint64_t qemu_plugin_insn_vaddr(const struct qemu_plugin_insn *);
void qemu_plugin_register_vcpu_insn_exec_cb(struct qemu_plugin_insn *, void (*)(unsigned, void *), int, void *);
void qemu_plugin_register_vcpu_insn_exec_inline(struct qemu_plugin_insn *, int, void *, uint64_t);
void qemu_plugin_outs(const char *);

__attribute__((visibility("default"))) int qemu_plugin_version = 1;

struct function {
    char name[128];
    uint64_t entry, returns[64];
    int return_count;
    uint64_t start, calls, fewest, most, total;
    int running;
};
static struct function functions[32];
static int function_count;
static uint64_t executed;

static void enter(unsigned cpu, void *data) {
    struct function *f = data;
    (void)cpu;
    if (!f->running) {
        f->running = 1;
        f->start = executed;
    }
}

static void leave(unsigned cpu, void *data) {
    struct function *f = data;
    (void)cpu;
    if (!f->running) return;
    f->running = 0;
    uint64_t count = executed - f->start;
    if (f->calls++ == 0 || count < f->fewest) f->fewest = count;
    if (count > f->most) f->most = count;
    f->total += count;
}

// Callbacks of an instruction run before its own addition to `executed`, so a count is from the first instruction of the function
// up to and with its return.
static void translate(qemu_plugin_id_t id, struct qemu_plugin_tb *block) {
    (void)id;
    for (size_t i = 0; i < qemu_plugin_tb_n_insns(block); i++) {
        struct qemu_plugin_insn *instruction = qemu_plugin_tb_get_insn(block, i);
        uint64_t address = qemu_plugin_insn_vaddr(instruction);
        for (int f = 0; f < function_count; f++) {
            for (int r = 0; r < functions[f].return_count; r++)
                if (address == functions[f].returns[r])
                    qemu_plugin_register_vcpu_insn_exec_cb(instruction, leave, NO_REGISTERS, &functions[f]);
            if (address == functions[f].entry)
                qemu_plugin_register_vcpu_insn_exec_cb(instruction, enter, NO_REGISTERS, &functions[f]);
        }
        qemu_plugin_register_vcpu_insn_exec_inline(instruction, ADD_U64, &executed, 1);
    }
}

static void print(qemu_plugin_id_t id, void *data) {
    (void)id;
    (void)data;
    for (int i = 0; i < function_count; i++) {
        struct function *f = &functions[i];
        char line[300];
        snprintf(line, sizeof line, "count %.120s %" PRIu64 " %" PRIu64 " %" PRIu64 " %" PRIu64 "\n", f->name, f->calls,
                 f->fewest, f->most, f->total);
        qemu_plugin_outs(line);
    }
}

__attribute__((visibility("default"))) int qemu_plugin_install(qemu_plugin_id_t id, const void *info, int argc,
                                                               char **argv) {
    (void)info;
    for (int i = 0; i < argc; i++) {
        char *equals = strchr(argv[i], '=');
        if (!equals || function_count == 32) return -1;
        struct function *f = &functions[function_count++];
        snprintf(f->name, sizeof f->name, "%.*s", (int)(equals - argv[i]), argv[i]);
        char *rest;
        f->entry = strtoull(equals + 1, &rest, 16);
        while (*rest == ':' && f->return_count < 64) f->returns[f->return_count++] = strtoull(rest + 1, &rest, 16);
    }
    qemu_plugin_register_vcpu_tb_trans_cb(id, translate);
    qemu_plugin_register_atexit_cb(id, print, NULL);
    return 0;
}
