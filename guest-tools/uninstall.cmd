@echo off
rem Takes back what setup.cmd of Aero Guest Tools wrote down in state.txt, and no more.
rem
rem The rules at the top of setup.cmd hold here too. state.txt is read only in a folder that setup.cmd
rem has made, and not trusted there either: each line is checked to be of a form that setup.cmd
rem writes before anything is removed.
setlocal EnableExtensions DisableDelayedExpansion

rem Nothing of the caller's environment may be taken for a value of this script.
for %%V in (FORCE IN_USE LOG NOREBOOT RESTART_NEEDED STORAGE WORK) do set "%%V="
set "CODE=0"
set "FAILED_STEPS=0"

:next_argument
if "%~1"=="" goto arguments_done
if "%~1"=="/?" goto usage
if /i "%~1"=="/force" set "FORCE=1" & shift & goto next_argument
if /i "%~1"=="/noreboot" set "NOREBOOT=1" & shift & goto next_argument
echo Unknown option: "%~1"
echo.
set "CODE=2"
goto usage
:arguments_done

rem A 32-bit cmd.exe on 64-bit Windows sees the 64-bit programs under Sysnative only.
set "SYS=%SystemRoot%\System32"
if defined PROCESSOR_ARCHITEW6432 set "SYS=%SystemRoot%\Sysnative"

set BCDEDIT="%SYS%\bcdedit.exe"
set CERTUTIL="%SYS%\certutil.exe"
set FSUTIL="%SYS%\fsutil.exe"
set PNPUTIL="%SYS%\pnputil.exe"
set REG="%SYS%\reg.exe"
set SHUTDOWN="%SYS%\shutdown.exe"

set "SERVICES_KEY=HKLM\SYSTEM\CurrentControlSet\Services"
set "CRITICAL_KEY=HKLM\SYSTEM\CurrentControlSet\Control\CriticalDeviceDatabase"
set "MARK_KEY=HKLM\SOFTWARE\AeroGuestTools"
set "STORES_KEY=HKLM\SOFTWARE\Microsoft\SystemCertificates"

rem Only an elevated administrator may read the hive of the LocalService account.
%REG% query "HKU\S-1-5-19" >nul 2>&1
if errorlevel 1 (
  echo Uninstalling needs administrator rights.
  echo Right-click uninstall.cmd and choose "Run as administrator".
  set "CODE=5"
  goto finish
)

set "WORK=%SystemDrive%\AeroGuestTools"
set "STATE=%WORK%\state.txt"
if not exist "%STATE%" (
  echo There is nothing to uninstall: setup.cmd has written down no change.
  goto finish
)
call :check_folder
if not defined FOLDER_IS_OURS (
  set "LINE=%WORK% is not a folder that setup.cmd has made, so that its state.txt may be anybody's."
  call :say
  call :say "Nothing was changed. Rename that folder (or link); what it lists can be removed by hand."
  set "CODE=3"
  goto finish
)
set "LOG=%WORK%\uninstall.log"
>>"%LOG%" echo.
call :say "Aero Guest Tools uninstall"
>>"%LOG%" echo Started %DATE% %TIME%

call :check_state
if not "%CODE%"=="0" goto finish
call :check_storage
if not "%CODE%"=="0" goto finish
call :confirm
if not "%CODE%"=="0" goto finish

rem The driver packages go first: without them Windows does not set a service up again.
type nul >"%WORK%\remaining.txt"
for %%P in (driver critical-device service driver-file certificate boot) do (
  set "PASS=%%P"
  call :take_back_all
)
call :keep_what_remains
call :summarize
goto finish

rem ---------------------------------------------------------------------------------------------
rem The steps. Each sets CODE where the script has to stop.

:check_state
rem setup.cmd writes these characters only; a quotation mark could end a quoted argument below.
set "FOREIGN="
for /f "usebackq delims=ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.#& " %%N in ("%STATE%") do set "FOREIGN=1"
if not defined FOREIGN exit /b 0
call :say "state.txt was not written by setup.cmd: it holds a character that setup.cmd does not write."
call :say "Nothing was changed."
set "CODE=3"
exit /b 0

:check_storage
rem A service that drives a device has a key Enum with a Count above 0. If the device is the disk
rem that Windows started from, Windows does not start again without the driver.
for /f "usebackq tokens=1,2" %%A in ("%STATE%") do if "%%A"=="storage" set "STORAGE=%%B" & call :look_for_use
if not defined IN_USE exit /b 0
set "LINE=The storage driver %IN_USE% drives a disk of this computer right now."
call :say
call :say "If Windows starts from that disk, it does not start again after the driver is gone."
if defined FORCE call :say "WARNING: the driver is removed all the same, as /force says." & exit /b 0
call :say "Shut down, switch the disk back to the IDE or AHCI controller, start, and uninstall then."
call :say "Nothing was changed. /force removes the driver all the same."
set "CODE=4"
exit /b 0

:confirm
if defined FORCE exit /b 0
call :say "This removes what setup.cmd has added:"
for /f "usebackq tokens=1,*" %%A in ("%STATE%") do if not "%%A"=="storage" echo   %%A %%B
call :ask "Remove it now?"
if defined YES exit /b 0
call :say "Nothing was changed."
set "CODE=3"
exit /b 0

:take_back_all
for /f "usebackq tokens=1-3" %%A in ("%STATE%") do (
  set "ITEM=%%B"
  set "DETAIL=%%C"
  if "%%A"=="%PASS%" call :take_back
)
exit /b 0

:keep_what_remains
rem What could not be taken back stays in state.txt, for another try.
del "%STATE%"
for /f "usebackq delims=" %%L in ("%WORK%\remaining.txt") do >>"%STATE%" echo %%L
del "%WORK%\remaining.txt"
if not exist "%STATE%" exit /b 0
if defined STORAGE for /f "delims=" %%S in ("%STORAGE%") do >>"%STATE%" echo storage %%S
exit /b 0

:summarize
if not "%FAILED_STEPS%"=="0" (
  set "LINE=%FAILED_STEPS% step(s) failed and stay in state.txt: see %LOG%"
  call :say
  set "CODE=1"
  exit /b 0
)
call :say "Done. The logs and reports stay in the folder AeroGuestTools."
if not defined RESTART_NEEDED exit /b 0
set "CODE=3010"
call :say "Restart Windows to finish."
if defined NOREBOOT exit /b 0
if defined FORCE exit /b 0
call :ask "Restart Windows now?"
if defined YES %SHUTDOWN% /r /t 0
exit /b 0

rem ---------------------------------------------------------------------------------------------
rem What the steps use.

:check_folder
rem FOLDER_IS_OURS is defined if WORK is the folder that setup.cmd has made: not a link, for which
rem fsutil ends with 0, and marked in the registry, where only administrators may write. The mark
rem is a value with the folder's object id for its name: another folder at the same place, made
rem after this one was deleted, has another id.
set "FOLDER_IS_OURS="
%FSUTIL% reparsepoint query "%WORK%" >nul 2>&1
if "%ERRORLEVEL%"=="0" exit /b 0
call :read_folder_id
%REG% query "%MARK_KEY%" /v "%FOLDER_ID%" >nul 2>&1
if not errorlevel 1 set "FOLDER_IS_OURS=1"
exit /b 0

:read_folder_id
rem FOLDER_ID becomes the object id of WORK: 32 hexadecimal digits after the first colon that fsutil
rem writes. Where there is none, the mark has a name that is no object id.
set "FOLDER_ID="
set "OBJECT_ID=%SystemRoot%\AeroGuestTools.tmp"
%FSUTIL% objectid query "%WORK%" >"%OBJECT_ID%" 2>nul
for /f "usebackq tokens=1,* delims=:" %%A in ("%OBJECT_ID%") do if not defined FOLDER_ID set "FOLDER_ID=%%B"
if defined FOLDER_ID set "FOLDER_ID=%FOLDER_ID: =%"
if not defined FOLDER_ID set "FOLDER_ID=none"
for /f "delims=0123456789ABCDEFabcdef" %%N in ("%FOLDER_ID%") do set "FOLDER_ID=none"
del "%OBJECT_ID%"
exit /b 0

:take_back
set "LINE=Removing %PASS% %ITEM% %DETAIL%"
call :say
set "TAKEN_BACK="
call :take_back_%PASS%
if defined TAKEN_BACK exit /b 0
set "LINE=FAILED: %PASS% %ITEM% %DETAIL%"
call :say
set /a FAILED_STEPS+=1
set "LINE=%PASS% %ITEM% %DETAIL%"
for /f "delims=" %%L in ("%LINE%") do >>"%WORK%\remaining.txt" echo %%L
exit /b 0

:take_back_driver
rem ITEM is oem<number>.inf.
if /i not "%ITEM:~0,3%"=="oem" exit /b 0
if /i not "%ITEM:~-4%"==".inf" exit /b 0
set "NUMBER=%ITEM:~3,-4%"
if not defined NUMBER exit /b 0
for /f "delims=0123456789" %%N in ("%NUMBER%") do exit /b 0
if not exist "%SystemRoot%\INF\%ITEM%" set "TAKEN_BACK=1" & exit /b 0
%PNPUTIL% -f -d %ITEM% >>"%LOG%" 2>&1
if exist "%SystemRoot%\INF\%ITEM%" exit /b 0
set "TAKEN_BACK=1"
set "RESTART_NEEDED=1"
exit /b 0

:take_back_critical-device
rem ITEM is a hardware id with "#" for "\".
if /i not "%ITEM:~0,8%"=="PCI#VEN_" exit /b 0
set "KEY=%CRITICAL_KEY%\%ITEM%"
goto delete_key

:take_back_service
call :check_plain_name
if not defined PLAIN exit /b 0
set "KEY=%SERVICES_KEY%\%ITEM%"
set "RESTART_NEEDED=1"
goto delete_key

:take_back_driver-file
call :check_plain_name
if not defined PLAIN exit /b 0
if /i not "%ITEM:~-4%"==".sys" exit /b 0
if exist "%SYS%\drivers\%ITEM%" del /f "%SYS%\drivers\%ITEM%" >>"%LOG%" 2>&1
if not exist "%SYS%\drivers\%ITEM%" set "TAKEN_BACK=1"
exit /b 0

:take_back_certificate
rem ITEM is the store, DETAIL the SHA-1 thumbprint: 40 hexadecimal digits.
if not defined DETAIL exit /b 0
if /i not "%ITEM%"=="Root" if /i not "%ITEM%"=="TrustedPublisher" exit /b 0
for /f "delims=0123456789ABCDEFabcdef" %%N in ("%DETAIL%") do exit /b 0
if "%DETAIL:~39,1%"=="" exit /b 0
if not "%DETAIL:~40,1%"=="" exit /b 0
set "KEY=%STORES_KEY%\%ITEM%\Certificates\%DETAIL%"
%REG% query "%KEY%" >nul 2>&1
if errorlevel 1 set "TAKEN_BACK=1" & exit /b 0
%CERTUTIL% -delstore %ITEM% %DETAIL% >>"%LOG%" 2>&1
%REG% query "%KEY%" >nul 2>&1
if errorlevel 1 set "TAKEN_BACK=1"
exit /b 0

:take_back_boot
if /i not "%ITEM%"=="testsigning" exit /b 0
%BCDEDIT% /set {current} testsigning off >>"%LOG%" 2>&1
if not "%ERRORLEVEL%"=="0" exit /b 0
set "TAKEN_BACK=1"
set "RESTART_NEEDED=1"
exit /b 0

:delete_key
%REG% query "%KEY%" >nul 2>&1
if errorlevel 1 set "TAKEN_BACK=1" & exit /b 0
%REG% delete "%KEY%" /f >>"%LOG%" 2>&1
if not errorlevel 1 set "TAKEN_BACK=1"
exit /b 0

:check_plain_name
rem PLAIN is defined if ITEM is a name of letters, digits, "_", "-" and ".", with no path.
set "PLAIN="
if not defined ITEM exit /b 0
if "%ITEM:~0,1%"=="." exit /b 0
for /f "delims=ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-." %%N in ("%ITEM%") do exit /b 0
set "PLAIN=1"
exit /b 0

:look_for_use
set "COUNT=0x0"
%REG% query "%SERVICES_KEY%\%STORAGE%\Enum" /v Count >"%WORK%\query.txt" 2>nul
for /f "usebackq tokens=1,2,*" %%A in ("%WORK%\query.txt") do if /i "%%A"=="Count" set "COUNT=%%C"
if not "%COUNT%"=="0x0" set "IN_USE=%STORAGE%"
exit /b 0

:say
rem Shows and logs %1, or LINE where the text holds a name from state.txt.
if not "%~1"=="" set "LINE=%~1"
for /f "delims=" %%L in ("%LINE%") do (
  echo %%L
  if defined LOG >>"%LOG%" echo %%L
)
exit /b 0

:ask
rem Puts the question %1; YES is defined after an answer that begins with "y".
set "YES="
set "ANSWER="
set /p "ANSWER=%~1 [y/N] "
if defined ANSWER set "ANSWER=%ANSWER:"=%"
if not defined ANSWER exit /b 0
if /i "%ANSWER:~0,1%"=="y" set "YES=1"
exit /b 0

:usage
echo Takes back what setup.cmd of Aero Guest Tools has added. Run it as administrator.
echo.
echo   uninstall.cmd [/force] [/noreboot]
echo   uninstall.cmd /?
echo.
echo   /force     Ask nothing, never restart, and remove the storage driver even while it drives a
echo              disk: if Windows starts from that disk, it does not start again.
echo   /noreboot  Do not offer to restart Windows at the end.
echo.
echo   Exit codes: 0 done, or nothing to do; 3010 done, restart Windows; 1 a step failed;
echo   2 unknown option; 3 nothing was changed, since the folder AeroGuestTools is not setup.cmd's or
echo   the answer was no; 4 nothing was changed, since the storage driver is in use; 5 not run as
echo   administrator.
goto finish

:finish
if defined LOG >>"%LOG%" echo Exit code %CODE%
if defined LOG if exist "%WORK%\query.txt" del "%WORK%\query.txt"
if not defined FORCE call :pause_if_started_by_explorer
exit /b %CODE%

:pause_if_started_by_explorer
rem Explorer starts "cmd.exe /c <script>", whose window closes when the script ends.
setlocal EnableDelayedExpansion
set "STARTED_AS=!CMDCMDLINE!"
if defined STARTED_AS if not "!STARTED_AS:uninstall.cmd=!"=="!STARTED_AS!" pause
endlocal
exit /b 0
