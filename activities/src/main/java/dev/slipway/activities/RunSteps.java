package dev.slipway.activities;

/** One object per part of a run, wired once. */
record RunSteps(
        BeginStep begin,
        OpenRun open,
        VerifyStep verify,
        TaskSteps tasks,
        LockStep locks,
        RequestStep request,
        ApprovalStep approvals,
        ActionStep actions,
        ConfigureStep configure,
        BeforeStep before,
        HandOverStep handOvers,
        RevertStep revert,
        WaitStep waits,
        FinishStep finish) {}
